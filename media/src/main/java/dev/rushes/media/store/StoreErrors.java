package dev.rushes.media.store;

import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.StageFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Says in the program's own terms why a store refused. Messages name keys, never paths or addresses of a machine. */
public final class StoreErrors {
    private StoreErrors() {}

    /** What an error of the file system means. */
    public static Throwable translate(String key, Throwable error) {
        return switch (error) {
            case StageFailure known -> known;
            case IllegalArgumentException refused -> refused;
            case NoSuchFileException missing -> missing(key, missing);
            case IOException failed -> isFull(failed) ? full(key, failed) : unavailable(key, failed);
            case UncheckedIOException wrapped when wrapped.getCause() != null -> translate(key, wrapped.getCause());
            default -> error;
        };
    }

    /** Nothing is stored under a key. */
    public static StageFailure missing(String key, Throwable cause) {
        return new StageFailure(
                CommonFailure.STORED_OBJECT_MISSING,
                "Expected an object under " + key
                        + ", but there is none. It may have been deleted or never been stored.",
                cause);
    }

    /** What is stored under a key is not what was announced. */
    public static StageFailure differs(String key, String expected, String found) {
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

    /** There is no room for more. */
    public static StageFailure full(String key, Throwable cause) {
        return new StageFailure(
                CommonFailure.DISK_FULL,
                "Expected room to store " + key + ", but the store is full. Free some space or move the store.",
                cause);
    }

    private static StageFailure unavailable(String key, IOException cause) {
        String reason = cause instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : cause.getClass().getSimpleName();
        return unavailable(key, "the file system answered: " + reason, cause);
    }

    /**
     * The store doesn't serve.
     *
     * @param reason goes on after "but", without a full stop
     */
    public static StageFailure unavailable(String key, String reason, Throwable cause) {
        return new StageFailure(
                CommonFailure.STORE_UNAVAILABLE,
                "Expected the object store to serve " + key + ", but " + reason + ".",
                cause);
    }

    /** More bytes came than the limit allows. */
    public static StageFailure tooLarge(long limit) {
        return new StageFailure(
                StoreFailure.OBJECT_TOO_LARGE,
                "Expected at most " + limit + " bytes, but more came. Send a smaller file or raise the limit.");
    }
}
