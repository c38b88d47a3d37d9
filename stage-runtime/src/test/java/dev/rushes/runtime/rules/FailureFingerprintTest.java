package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureFingerprintTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Expected job 0197b0a2-77cc-7a01-8000-1234567890ab to exist   | Expected job <id> to exist
            Expected 25.5 fps, but got 1,000                             | Expected <n> fps, but got <n>
            chunk video-00003 of 12                                      | chunk video-<n> of <n>
            no file /data/render-7/film.mp4, sorry                       | no file <path>, sorry
            no file C:\\work\\film.mp4                                   | no file <path>
            no object tenants/default/jobs/7/renders/film.mp4 (404)      | no object <path> (<n>)
            https://127.0.0.1:8081/apis/v3?x=1 did not answer            | <url> did not answer
            sha 9f86d081884c7d659a2feaa0c55ad015 differs                 | sha <hex> differs
            at 0x7F00 and dev.rushes.Thing@1b2c3d4                       | at <hex> and dev.rushes.Thing@<hex>
            a deadbeef or a facade is a word here                        | a deadbeef or a facade is a word here
            Expected   the stage    to work                              | Expected the stage to work
            127.0.0.1:9092 is away                                       | <n> is away
            """)
    void what_differs_from_record_to_record_is_left_out_of_the_message(String message, String pattern) {
        assertThat(of(message).pattern()).isEqualTo(pattern);
    }

    @Test
    void the_same_failure_of_many_records_has_one_fingerprint() {
        Random random = new Random(7);
        FailureFingerprint first = failure(random);
        for (int each = 0; each < 1_000; each++) {
            assertThat(failure(random)).isEqualTo(first);
        }
    }

    @Test
    void another_stage_code_message_or_place_in_the_program_is_another_failure() {
        FailureFingerprint one = FailureFingerprint.of("split", "DISK_FULL", "no room", Optional.of("a.B.c"));

        assertThat(FailureFingerprint.of("render", "DISK_FULL", "no room", Optional.of("a.B.c")))
                .isNotEqualTo(one);
        assertThat(FailureFingerprint.of("split", "UNEXPECTED", "no room", Optional.of("a.B.c")))
                .isNotEqualTo(one);
        assertThat(FailureFingerprint.of("split", "DISK_FULL", "no space", Optional.of("a.B.c")))
                .isNotEqualTo(one);
        assertThat(FailureFingerprint.of("split", "DISK_FULL", "no room", Optional.of("a.B.d")))
                .isNotEqualTo(one);
        assertThat(FailureFingerprint.of("split", "DISK_FULL", "no room", Optional.empty()))
                .isNotEqualTo(one);
    }

    @Test
    void the_identifier_does_not_change_with_the_version() {
        assertThat(FailureFingerprint.of("split", "DISK_FULL", "Expected 7 bytes", Optional.of("a.B.c"))
                        .id())
                .isEqualTo("07488597c82478bc");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            at dev.rushes.render.FilmMaker.make(FilmMaker.java:41)                           | dev.rushes.render.FilmMaker.make
            at java.base/java.util.Optional.get(Optional.java:143)                           | java.util.Optional.get
            at app//dev.rushes.A.lambda$run$12(A.java:7)                                     | dev.rushes.A.lambda$run$
            at dev.rushes.A$$Lambda/0x000074c1a4030000.accept(Unknown Source)                | dev.rushes.A$$Lambda.accept
            at dev.rushes.A$1.run(A.java:9)                                                  | dev.rushes.A$.run
            """)
    void the_place_in_the_program_has_no_line_and_no_made_up_numbers(String line, String frame) {
        String trace = "java.lang.IllegalStateException: at home (not a frame)\n\t" + line + "\n\tat x.Y.z(Y.java:1)\n";

        assertThat(FailureFingerprint.topFrame(trace)).contains(frame);
    }

    @Test
    void text_without_a_frame_has_no_place() {
        assertThat(FailureFingerprint.topFrame("")).isEmpty();
        assertThat(FailureFingerprint.topFrame("at nowhere")).isEmpty();
    }

    @Test
    void messages_made_to_hurt_take_no_time() {
        org.junit.jupiter.api.Assertions.assertTimeout(Duration.ofSeconds(2), () -> {
            for (String piece : new String[] {"a/", "/", "\\", "0x", "1.", "a-", "@", "://", "f", "<", " "}) {
                assertThat(of(piece.repeat(500_000)).pattern().length()).isLessThanOrEqualTo(300);
                assertThat(FailureFingerprint.topFrame((" at " + piece).repeat(2_000)))
                        .isEmpty();
            }
        });
    }

    private static FailureFingerprint failure(Random random) {
        UUID job = new UUID(random.nextLong(), random.nextLong());
        String message =
                "Expected tenants/t" + random.nextInt(9) + "/jobs/" + job + "/chunks/video-" + random.nextInt(99)
                        + ".mp4 to have " + random.nextInt(1, 1_000_000) + " bytes, but got " + random.nextInt(1, 99);
        return of(message);
    }

    private static FailureFingerprint of(String message) {
        return FailureFingerprint.of("split", "UNEXPECTED", message, Optional.empty());
    }
}
