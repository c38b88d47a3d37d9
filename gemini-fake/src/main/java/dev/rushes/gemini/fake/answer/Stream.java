package dev.rushes.gemini.fake.answer;

import dev.rushes.gemini.fake.http.Reply;
import dev.rushes.gemini.fake.scenario.Fault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An answer in frames: server-sent events that end with CR LF CR LF. */
public final class Stream {
    private static final int LETTERS = 400;

    private Stream() {}

    public static Reply of(Spoken spoken, String model, String id, java.util.Optional<Fault> fault) {
        List<byte[]> frames = new ArrayList<>();
        String text = spoken.text().orElse("");
        if (spoken.text().isEmpty()) {
            frames.add(frame(spoken.json(model, id)));
            return Reply.events(frames);
        }
        for (int at = 0; at < text.length() || at == 0; at += LETTERS) {
            int end = Math.min(text.length(), at + LETTERS);
            boolean last = end == text.length()
                    && !fault.filter(Fault.STREAM_EMPTY_END::equals).isPresent();
            frames.add(frame(spoken.frame(text.substring(at, end), last, model, id)));
        }
        if (fault.filter(Fault.STREAM_EMPTY_END::equals).isPresent()) {
            frames.add(frame(spoken.frame("", true, model, id)));
        }
        if (fault.filter(Fault.STREAM_ERROR::equals).isPresent()) {
            List<byte[]> broken = new ArrayList<>(frames.subList(0, frames.size() / 2));
            broken.add(frame(Speech.overloaded()));
            return Reply.events(broken);
        }
        if (fault.filter(Fault.STREAM_SPLIT::equals).isPresent()) {
            return Reply.events(splinters(frames));
        }
        return Reply.events(frames);
    }

    /** An error where a stream was expected: the type of a stream, the body of an error. */
    public static Reply plainError() {
        return Reply.events(List.of(Speech.overloaded().toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] frame(JsonNode json) {
        return ("data: " + json + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Packets of three bytes, so that letters and line ends are cut in two. */
    private static List<byte[]> splinters(List<byte[]> frames) {
        List<byte[]> splinters = new ArrayList<>();
        for (byte[] frame : frames) {
            for (int at = 0; at < frame.length; at += 3) {
                splinters.add(java.util.Arrays.copyOfRange(frame, at, Math.min(frame.length, at + 3)));
            }
        }
        return splinters;
    }
}
