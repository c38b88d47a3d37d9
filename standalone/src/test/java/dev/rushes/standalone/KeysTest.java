package dev.rushes.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the terminal finds the key that it shows. */
class KeysTest {
    @TempDir
    Path folder;

    @Test
    void theEnvironmentComesFirstThenTheFileThatItNamesThenTheDataFolder() throws IOException {
        Path named = Files.writeString(folder.resolve("key"), "of-the-file\n");
        Path data = Files.createDirectory(folder.resolve("data"));
        assertThat(Keys.find(Map.of(), data)).isEmpty();
        Files.writeString(data.resolve(Keys.FIRST), "of-the-folder\n");

        assertThat(Keys.find(Map.of(), data)).contains("of-the-folder");
        assertThat(Keys.given(Map.of())).as("it goes to no other server").isEmpty();
        assertThat(Keys.find(Map.of("RUSHES_API_KEY_FILE", named.toString()), data))
                .contains("of-the-file");
        assertThat(Keys.find(Map.of("RUSHES_API_KEY", " given ", "RUSHES_API_KEY_FILE", named.toString()), data))
                .contains("given");
    }

    @Test
    void aFileThatIsNamedButNotThereIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> Keys.find(
                        Map.of("RUSHES_API_KEY_FILE", folder.resolve("gone").toString()), folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("Expected to read a key from")
                .hasMessageContaining("gone");
    }

    @Test
    void noCommandTakesAKeyAsAnArgument() {
        assertThat(RushesCommand.commandLine().getSubcommands().values().stream()
                        .flatMap(command -> java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(command), command.getSubcommands().values().stream()))
                        .flatMap(command -> command.getCommandSpec().options().stream())
                        .flatMap(option -> java.util.Arrays.stream(option.names())))
                .noneMatch(name -> name.contains("key") || name.contains("secret") || name.contains("token"));
    }
}
