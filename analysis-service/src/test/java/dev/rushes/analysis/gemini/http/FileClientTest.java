package dev.rushes.analysis.gemini.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.gemini.domain.Trouble;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Mono;

class FileClientTest {
    @Test
    void aFileThatIsNotFoundIsGoneAndNoRefusalOfTheQuestion() {
        ResponseEntity<String> answer = ResponseEntity.status(404)
                .body("{\"error\":{\"code\":404,\"message\":\"Not found.\",\"status\":\"NOT_FOUND\"}}");

        assertThatThrownBy(() -> FileClient.file(answer))
                .isInstanceOfSatisfying(
                        FileTrouble.class,
                        trouble -> assertThat(trouble.trouble().kind()).isEqualTo(Trouble.Kind.FILE_GONE));
    }

    @Test
    void anAddressForAnUploadThatIsNoneIsNotRepeatedInWords() {
        Mono<?> session = Upload.session("https://service.example/upload?key=secret|and more");

        assertThatThrownBy(session::block)
                .isInstanceOf(FileTrouble.class)
                .message()
                .doesNotContain("secret");
    }
}
