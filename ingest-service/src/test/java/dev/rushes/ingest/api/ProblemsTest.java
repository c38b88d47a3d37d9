package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A problem document leads to a page that explains it. */
class ProblemsTest {
    private static final Path OPENAPI = Path.of("..", "docs", "openapi.json");

    @TempDir
    static Path folder;

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theTypeOfAProblemLeadsToItsPlaceOnThePage() {
        HttpResponse<String> refused = server.get("/api/v1/jobs/nonsense");
        URI type = URI.create(json(refused).path("type").asString());

        HttpResponse<String> page = server.get(type.getPath());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(type.getFragment()).isEqualTo("job-not-found");
        assertThat(page.body()).contains("<dt id=\"job-not-found\"><code>JOB_NOT_FOUND</code></dt>");
    }

    @Test
    void anUploadThatIsRefusedLeadsThereToo() {
        assertThat(json(server.post("/api/v1/files", "")).path("type").asString())
                .isEqualTo("/problems#tus-version-unsupported");
    }

    @Test
    void everyCodeThatAnOperationIsSaidToRefuseWithIsExplained() throws IOException {
        TreeSet<String> codes = new TreeSet<>();
        for (JsonNode code :
                JsonMapper.shared().readTree(Files.readString(OPENAPI)).findValues("code")) {
            if (code.isString()) {
                codes.add(code.asString());
            }
        }

        assertThat(codes)
                .hasSizeGreaterThan(50)
                .allSatisfy(code -> assertThat(ProblemGuide.all().of(code)).isPresent());
    }

    @Test
    void eachExplanationIsASentenceAndSaysWhatToDo() {
        Pattern sentence = Pattern.compile("[A-Z\"…].*[.?]");
        assertThat(ProblemGuide.all().chapters()).allSatisfy(chapter -> assertThat(chapter.entries())
                .allSatisfy(entry -> assertThat(entry.code()).matches("[A-Z]+(_[A-Z]+)*"))
                .allSatisfy(entry -> assertThat(entry.meaning()).matches(sentence))
                .allSatisfy(entry -> assertThat(entry.remedy()).matches(sentence)));
    }
}
