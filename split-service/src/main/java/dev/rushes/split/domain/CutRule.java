package dev.rushes.split.domain;

import java.util.Set;

/** What makes a packet a place where a track can be cut without re-encoding. It depends on the codec alone. */
public enum CutRule {
    /**
     * A keyframe that separates: everything before it is shown before it, everything after it after it. A keyframe in the middle of an open
     * group of pictures fails this test, because pictures that follow it in the file are shown before it and need the previous group.
     */
    SEPARATING_KEYFRAME,
    /**
     * The same, and the packet must be an instantaneous decoder refresh. H.264 marks recovery points as keyframes too: in a stream with
     * rolling intra refresh they separate perfectly, and the pictures after them are garbage.
     */
    SEPARATING_REFRESH;

    private static final Set<String> NEVER_REORDER = Set.of(
            "vp8",
            "vp9",
            "av1",
            "mjpeg",
            "prores",
            "dnxhd",
            "dvvideo",
            "ffv1",
            "huffyuv",
            "utvideo",
            "rawvideo",
            "png",
            "gif",
            "flv1",
            "h263",
            "h263p",
            "msmpeg4v1",
            "msmpeg4v2",
            "msmpeg4v3",
            "wmv1",
            "wmv2",
            "theora",
            "vp6",
            "vp6f",
            "cinepak",
            "rv10");

    public static CutRule of(String codec) {
        return "h264".equals(codec) ? SEPARATING_REFRESH : SEPARATING_KEYFRAME;
    }

    /** Whether a codec shows pictures in another order than it codes them, so that guessed times of display prove nothing. */
    static boolean mayReorder(String codec) {
        return !NEVER_REORDER.contains(codec);
    }
}
