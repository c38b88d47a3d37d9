package dev.rushes.analysis.domain;

import dev.rushes.media.value.Span;
import java.util.List;
import java.util.Optional;

/**
 * What a model understood of a chunk, beside what the local analyzers measured.
 *
 * @param source who was asked, and in which version of the question, such as "gemini/1"
 * @param status how the asking ended
 * @param shortfall what kept it from being {@link Status#OK}, where pieces differ the first that asking again may mend; empty if it is, or if nobody was asked
 * @param problem why it is not {@link Status#OK}, in a sentence for people
 * @param flags what was odd about the answers and has been mended or left out, in a few words each
 * @param models models that answered, as they call themselves
 * @param language main language of the speech, BCP-47, or "und"
 * @param summary a sentence or two; empty if there is none
 * @param parts stretches that were asked about one by one, in order of time; empty if nobody was asked
 * @param segments in order of time
 * @param bill what it cost
 */
public record Insight(
        String source,
        Status status,
        Optional<Shortfall> shortfall,
        Optional<String> problem,
        List<String> flags,
        List<String> models,
        String language,
        String summary,
        List<Part> parts,
        List<Segment> segments,
        Bill bill) {

    public Insight {
        flags = List.copyOf(flags);
        models = List.copyOf(models);
        parts = List.copyOf(parts);
        segments = List.copyOf(segments);
    }

    /** Nobody was asked. */
    public static Insight none(String source, Status status, String problem) {
        return new Insight(
                source,
                status,
                Optional.empty(),
                Optional.of(problem),
                List.of(),
                List.of(),
                "und",
                "",
                List.of(),
                List.of(),
                Bill.NOTHING);
    }

    /** Whether asking again may bring more: nothing was understood, or some of it was not asked to the end. */
    public boolean lacking() {
        return status == Status.FAILED || shortfall.filter(Shortfall::mendable).isPresent();
    }

    /** How the asking ended. */
    public enum Status {
        /** The whole chunk was understood. */
        OK,
        /** Some of it was; the segments cover the rest. */
        PARTIAL,
        /** The model refuses to speak about it. */
        BLOCKED,
        /** The model could not be reached, or its answers were of no use. */
        FAILED,
        /** This installation asks no model. */
        OFF
    }

    /** What kept a model from understanding all of it. Those that asking again may mend come first. */
    public enum Shortfall {
        /** The service refuses our key. */
        KEY_REFUSED(true),
        /** No model could be reached, or could do its work. */
        MODEL_UNAVAILABLE(true),
        /** The time for it was over. */
        OUT_OF_TIME(true),
        /** The job's money does not allow for another call. */
        BUDGET_SPENT(true),
        /** The service does not take the question. */
        REQUEST_REFUSED(true),
        /** There were answers, and nothing of them could be used. */
        ANSWER_UNUSABLE(false),
        /** There were answers, of which a part could be used. */
        ANSWER_INCOMPLETE(false),
        /** The model refuses to speak about it. */
        BLOCKED(false),
        /** Nothing of it can be decoded, so nothing of it can be shown. */
        NOT_DECODABLE(false);

        private final boolean mendable;

        Shortfall(boolean mendable) {
            this.mendable = mendable;
        }

        /** Whether asking the same again may end otherwise. */
        public boolean mendable() {
            return mendable;
        }
    }

    /**
     * A stretch that was asked about at once. Its border means nothing: what goes on over it is told on both sides.
     *
     * @param span on the source's clock
     * @param status how the asking about it ended
     */
    public record Part(Span span, Status status) {}

    /**
     * A stretch that means something.
     *
     * @param part index of the part that it was told of
     * @param span on the source's clock
     * @param kind speech, action, scene_change, music, text_on_screen, silence or other
     * @param label at most a few words
     * @param description a sentence
     * @param transcript words that are spoken; empty if there are none
     * @param tags words to find it by
     * @param highlight how much it should be in the film, 0..100
     * @param confidence how sure the model is, 0..100
     * @param snapped whether start or end was moved to a boundary that was measured
     */
    public record Segment(
            int part,
            Span span,
            String kind,
            String label,
            String description,
            String transcript,
            List<String> tags,
            int highlight,
            int confidence,
            boolean snapped) {
        public Segment {
            tags = List.copyOf(tags);
        }
    }

    /**
     * What it cost.
     *
     * @param calls answers that were paid for, in this try or an earlier one
     * @param reused of these, answers that an earlier try had paid for
     * @param unknown calls of which nobody knows what they cost: their answers were lost, or did not say
     * @param tokensIn tokens that were sent
     * @param tokensOut tokens that came, thoughts included
     * @param microDollars money for all known calls, in millionths of a dollar
     * @param prices date of the price list; empty if nothing was paid
     */
    public record Bill(
            int calls, int reused, int unknown, long tokensIn, long tokensOut, long microDollars, String prices) {
        public static final Bill NOTHING = new Bill(0, 0, 0, 0, 0, 0, "");

        public Bill plus(Bill other) {
            return new Bill(
                    calls + other.calls,
                    reused + other.reused,
                    unknown + other.unknown,
                    tokensIn + other.tokensIn,
                    tokensOut + other.tokensOut,
                    microDollars + other.microDollars,
                    prices.isEmpty() ? other.prices : prices);
        }
    }
}
