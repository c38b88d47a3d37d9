package dev.rushes.render;

import java.util.ArrayList;
import java.util.List;

/** Arguments that make footage whose pictures and sound say where they are from. */
final class Footage {
    private Footage() {}

    /** Each picture (320 × 64, 25 a second) shows its number in sixteen columns, lowest bit on the left, white for 1. */
    static List<String> numbered(int seconds) {
        return generated(
                "color=c=gray:s=320x64:r=25:d=%d,geq=lum='if(bitand(trunc(N/pow(2,floor(X/20))),1),235,16)':cb=128:cr=128"
                        .formatted(seconds));
    }

    /** Silence with a burst of 20 ms at every half second, at 48 kHz. */
    static List<String> bursts(int seconds) {
        return generated("aevalsrc=exprs='if(lt(mod(t\\,0.5)\\,0.02)\\,0.8*sin(2*PI*1000*t)\\,0)':s=48000:d=%d"
                .formatted(seconds));
    }

    static List<String> generated(String graph) {
        return List.of("-f", "lavfi", "-i", graph);
    }

    @SafeVarargs
    static String[] arguments(List<String>... parts) {
        List<String> all = new ArrayList<>();
        for (List<String> part : parts) {
            all.addAll(part);
        }
        return all.toArray(String[]::new);
    }
}
