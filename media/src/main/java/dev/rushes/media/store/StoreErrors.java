package dev.rushes.media.store;

import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.StageFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Says in the program's own terms why the file system refused. Messages name keys, never paths of the machine. */
final class StoreErrors {
    private StoreErrors() {}

    static Throwable translate(String key, Throwable error) {
        return switch (error) {
            case StageFailure known -> known;
            case IllegalArgumentException refused -> refused;
            case NoSuchFileException missing -> missing(key, missing);
            case IOException failed -> isFull(failed) ? full(key, failed) : unavailable(key, failed);
            case UncheckedIOException wrapped when wrapped.getCause() != null -> translate(key, wrapped.getCause());
            default -> error;
        };
    }

    static StageFailure missing(String key, Throwable cause) {
        return new StageFailure(
                CommonFailure.STORED_OBJECT_MISSING,
                "Expected an object under " + key
                        + ", but there is none. It may have been deleted or never been stored.",
                cause);
    }

    static StageFailure differs(String key, String expected, String found) {
        return new StageFailure(
                CommonFailure.STORED_BYTES_DIFFER,
                "Expected " + key + " to hold " + expected + ", but it holds " + found
                        + ". The stored bytes were changed or damaged; run the stage that made them again.");
    }

    static boolean isFull(IOException failure) {
        String reason = failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
        String text = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("quota exceeded");
    }

    private static StageFailure full(String key, IOException cause) {
        return new StageFailure(
                CommonFailure.DISK_FULL,
                "Expected room to store " + key + ", but the disk is full. Free some space or move the store.",
                cause);
    }

    private static StageFailure unavailable(String key, IOException cause) {
        String reason = cause instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : cause.getClass().getSimpleName();
        return new StageFailure(
                CommonFailure.STORE_UNAVAILABLE,
                "Expected the object store to serve " + key + ", but the file system answered: " + reason + ".",
                cause);
    }
}
