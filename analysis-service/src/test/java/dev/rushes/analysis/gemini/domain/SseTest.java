package dev.rushes.analysis.gemini.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseTest {
    private static final byte[] STREAM =
            ": hello\r\ndata: {\"é\":\"漢\"}\r\n\r\nevent: x\r\ndata: two\r\ndata: lines\r\n\r\ndata: last"
                    .getBytes(StandardCharsets.UTF_8);

    @Test
    void packetsOfAnySizeGiveTheSameEvents() {
        for (int size = 1; size <= STREAM.length; size++) {
            Sse sse = new Sse(1000);
            List<String> events = new ArrayList<>();
            for (int at = 0; at < STREAM.length; at += size) {
                events.addAll(sse.take(Arrays.copyOfRange(STREAM, at, Math.min(STREAM.length, at + size))));
            }
            events.addAll(sse.end());

            assertThat(events).as("packets of " + size).containsExactly("{\"é\":\"漢\"}", "two\nlines", "last");
        }
    }

    @Test
    void whatIsNoEventIsKept() {
        Sse sse = new Sse(1000);

        assertThat(sse.take("{\"error\":\n{}}".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(sse.end()).isEmpty();
        assertThat(sse.plain()).isEqualTo("{\"error\":\n{}}\n");
    }

    @Test
    void moreThanIsAllowedIsRefused() {
        assertThatThrownBy(() -> new Sse(3).take(new byte[4])).isInstanceOf(IllegalStateException.class);
    }
}
