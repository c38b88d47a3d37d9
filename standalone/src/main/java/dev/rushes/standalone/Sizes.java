package dev.rushes.standalone;

/** Sizes for people. */
final class Sizes {
    private Sizes() {}

    static String of(long bytes) {
        if (bytes < 1_000_000) {
            return "%.0f kB".formatted(Math.max(1, bytes / 1e3));
        }
        return bytes < 1_000_000_000 ? "%.1f MB".formatted(bytes / 1e6) : "%.2f GB".formatted(bytes / 1e9);
    }
}
