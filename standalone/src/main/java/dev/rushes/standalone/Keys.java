package dev.rushes.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the terminal finds the key that it shows. Never on the command line: everybody on the machine can read that. */
final class Keys {
    /** Name of the file in the data folder that the first operator's key is written to, in mode api-key. */
    static final String FIRST = "operator-key";

    private static final String VARIABLE = "RUSHES_API_KEY";
    private static final String FILE = "RUSHES_API_KEY_FILE";

    private Keys() {}

    /**
     * The key of the environment, or else of the file that the environment names, or else of the Rushes on this data folder.
     *
     * @throws UserError if a file is named that can't be read
     */
    static Optional<String> find(Path data) {
        return find(System.getenv(), data);
    }

    static Optional<String> find(Map<String, String> environment, Path data) {
        Path first = data.resolve(FIRST);
        return given(environment).or(() -> Files.isReadable(first) ? Optional.of(read(first)) : Optional.empty());
    }

    /** The key of the environment alone: that of a Rushes on this machine must go to no other. */
    static Optional<String> given(Map<String, String> environment) {
        String text = environment.getOrDefault(VARIABLE, "").strip();
        String file = environment.getOrDefault(FILE, "").strip();
        if (!text.isEmpty()) {
            return Optional.of(text);
        }
        return file.isEmpty() ? Optional.empty() : Optional.of(read(Path.of(file)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UserError("Expected to read a key from " + file + ", but: " + e.getMessage());
        }
    }
}
