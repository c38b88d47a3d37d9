package dev.rushes.gemini.fake.answer;

import dev.rushes.gemini.fake.check.Asked;
import dev.rushes.gemini.fake.files.MediaLength;
import java.util.List;

/** What a request costs, by the documented arithmetic of Gemini 3: 70 or 280 tokens a frame, 25 a second of sound, a token for four letters. */
public record Tokens(long text, long video, long audio) {
    private static final int FRAME = 70;
    private static final int LARGE_FRAME = 280;
    private static final int SOUND = 25;
    private static final double SHORTEST_VIDEO = 0.5;

    public static Tokens of(Asked asked, List<MediaLength> media) {
        long letters = asked.texts().stream().mapToLong(String::length).sum();
        long video = 0;
        long audio = 0;
        for (MediaLength its : media) {
            // A film that is shorter is not looked at, and nobody says so.
            if (its.hasVideo() && its.seconds() >= SHORTEST_VIDEO) {
                video += Math.max(1, Math.round(its.seconds() * asked.fps()))
                        * (asked.highResolution() ? LARGE_FRAME : FRAME);
            }
            if (its.hasSound()) {
                audio += Math.round(its.seconds() * SOUND);
            }
        }
        return new Tokens(ofText(letters), video, audio);
    }

    static long ofText(long letters) {
        return (letters + 3) / 4;
    }

    static long ofThoughts(String level) {
        return switch (level) {
            case "minimal" -> 0;
            case "low" -> 120;
            case "medium" -> 400;
            default -> 1500;
        };
    }

    public long prompt() {
        return text + video + audio;
    }
}
