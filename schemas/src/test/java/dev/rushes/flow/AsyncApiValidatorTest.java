package dev.rushes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official parser of AsyncAPI, on Node, has no objection to docs/asyncapi.yaml, its Avro schemas included. */
class AsyncApiValidatorTest {
    private static final Path VALIDATOR = Path.of("asyncapi");
    private static final Path DOCUMENT = Path.of("..", "docs", "asyncapi.yaml");

    @Test
    void the_document_is_valid() throws Exception {
        Ended ended = validate(DOCUMENT.toRealPath());

        assertThat(ended.status()).as(ended.said()).isZero();
        assertThat(ended.said()).contains("valid: AsyncAPI 3.");
    }

    @Test
    void a_document_with_a_fault_is_not(@TempDir Path folder) throws Exception {
        Path broken = Files.writeString(
                folder.resolve("asyncapi.yaml"),
                "asyncapi: 3.0.0\ninfo: {title: x, version: '1'}\nchannels: {a: {address: 7, parts: none}}\n");

        Ended ended = validate(broken);

        assertThat(ended.status()).as(ended.said()).isEqualTo(1);
        assertThat(ended.said()).contains("error channels/a");
    }

    private record Ended(int status, String said) {}

    private static Ended validate(Path document) throws IOException, InterruptedException {
        if (!Files.isDirectory(VALIDATOR.resolve("node_modules"))) {
            Ended installed = run("npm", "ci", "--no-audit", "--no-fund");
            assertThat(installed.status()).as(installed.said()).isZero();
        }
        return run("node", "validate.mjs", document.toString());
    }

    private static Ended run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(VALIDATOR.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }
}
