package dev.rushes.media.ffmpeg;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code ffmpeg -version} prints. */
final class FfmpegVersion {
    /** Oldest major version that has all the options in use. */
    static final int OLDEST = 6;

    private static final Pattern RELEASE = Pattern.compile("^ffmpeg version n?(\\d+)\\.");
    private static final Pattern NIGHTLY = Pattern.compile("^ffmpeg version N-\\d+");

    private FfmpegVersion() {}

    /** Whether a build is new enough and writes H.264. Builds of the day have no number and count as new. */
    static boolean isGoodEnough(String banner) {
        Matcher release = RELEASE.matcher(banner);
        boolean recent = release.find()
                ? Integer.parseInt(release.group(1)) >= OLDEST
                : NIGHTLY.matcher(banner).find();
        return recent && banner.contains("--enable-libx264");
    }

    /** The number alone, for logs: "8.0.1". */
    static String number(String banner) {
        String[] words = banner.split("\\s+", 4);
        return words.length > 2 ? words[2] : banner;
    }
}
