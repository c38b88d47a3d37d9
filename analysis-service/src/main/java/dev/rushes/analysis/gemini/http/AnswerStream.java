package dev.rushes.analysis.gemini.http;

import dev.rushes.analysis.gemini.domain.CallEnd;
import dev.rushes.analysis.gemini.domain.LoopWatch;
import dev.rushes.analysis.gemini.domain.Sse;
import dev.rushes.analysis.gemini.wire.ResponseReader;
import dev.rushes.gemini.domain.Diagnosis;
import dev.rushes.gemini.domain.ErrorReport;
import dev.rushes.gemini.domain.Trouble;
import dev.rushes.gemini.wire.ErrorReader;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One answer while it comes. Packets come one after the other. */
final class AnswerStream {
    private static final int OK = 200;

    private final Sse sse;
    private final ResponseReader response = new ResponseReader();
    private final LoopWatch watch = new LoopWatch();
    private Optional<ErrorReport> error = Optional.empty();
    private boolean looping;
    private int frames;

    AnswerStream(int largest) {
        this.sse = new Sse(largest);
    }

    /** Takes a packet; true if no more are wanted. */
    boolean take(byte[] packet) {
        sse.take(packet).forEach(this::frame);
        return looping || error.isPresent();
    }

    CallEnd end() {
        if (!looping && error.isEmpty()) {
            sse.end().forEach(this::frame);
        }
        if (error.isEmpty() && frames == 0 && !sse.plain().isBlank()) {
            // The type of a stream, the body of an error: seen in the wild.
            error = Optional.of(ErrorReader.read(503, sse.plain()));
        }
        if (error.isPresent()) {
            // What was said before it may have been paid.
            return new CallEnd.Failed(Diagnosis.of(error.get()), frames > 0);
        }
        if (!looping && !response.isWhole()) {
            return new CallEnd.Failed(
                    Trouble.of(Trouble.Kind.UNAVAILABLE, "its answer broke off before its end"), true);
        }
        return new CallEnd.Answered(response.response(looping));
    }

    private void frame(String data) {
        try {
            JsonNode frame = JsonMapper.shared().readTree(data);
            JsonNode its = (frame.isArray() ? frame.path(0) : frame).path("error");
            if (its.isObject()) {
                error = Optional.of(ErrorReader.read(its, OK));
                return;
            }
            frames++;
            looping |= watch.hear(response.add(frame));
        } catch (JacksonException notJson) {
            frames++;
            error = Optional.of(ErrorReport.bare(502));
        }
    }
}
