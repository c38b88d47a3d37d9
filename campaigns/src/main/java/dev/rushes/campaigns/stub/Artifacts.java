package dev.rushes.campaigns.stub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * The object store of the stubs: a folder that all service processes share. An artifact is published whole or not at all, and the first one
 * stays: it is written aside and linked to its name, which fails if the name is taken.
 */
public final class Artifacts {
    private final Path folder;

    public Artifacts(Path folder) {
        this.folder = folder;
    }

    /**
     * An artifact under its name.
     *
     * @param effect identifier of the effect that made it
     * @param at when, in milliseconds since 1970
     * @param note what the stage wants to remember
     */
    public record Artifact(String effect, long at, String note) {
        String text() {
            return effect + " " + at + " " + note;
        }

        public static Artifact of(String text) {
            String[] parts = text.split(" ", 3);
            return new Artifact(parts[0], Long.parseLong(parts[1]), parts[2]);
        }
    }

    /** Result of a publication: what is there now, and whether it is ours. */
    record Published(Artifact artifact, boolean first) {}

    Optional<Artifact> find(EffectKey key) {
        try {
            return Optional.of(Artifact.of(Files.readString(path(key))));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to read " + key.text() + ", but could not", e);
        }
    }

    Published publish(EffectKey key, Artifact artifact) {
        Path target = path(key);
        Path aside = target.resolveSibling(UUID.randomUUID() + ".aside");
        try {
            Files.createDirectories(target.getParent());
            Path unused = Files.writeString(aside, artifact.text());
            try {
                Path alsoUnused = Files.createLink(target, aside);
                return new Published(artifact, true);
            } catch (FileAlreadyExistsException taken) {
                return new Published(find(key).orElseThrow(), false);
            } finally {
                Files.delete(aside);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to publish " + key.text() + ", but could not", e);
        }
    }

    private Path path(EffectKey key) {
        return folder.resolve(key.job().toString().substring(0, 2)).resolve(key.text());
    }
}
