package dev.rushes.analysis.gemini;

import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.gemini.domain.Allowance;
import dev.rushes.analysis.gemini.domain.Estimate;
import dev.rushes.analysis.gemini.domain.Manner;
import dev.rushes.analysis.gemini.domain.Piece;
import dev.rushes.analysis.gemini.domain.PriceList.Price;
import dev.rushes.analysis.gemini.domain.Progress;
import dev.rushes.analysis.gemini.domain.SentCall;
import dev.rushes.analysis.gemini.domain.Tab;
import dev.rushes.analysis.gemini.domain.Wording;
import dev.rushes.analysis.gemini.wire.Question;
import dev.rushes.media.value.Track;
import java.util.OptionalInt;

/** Puts the questions about one chunk, and says what they may cost. */
final class Orders {
    private final Tools tools;
    private final ChunkToAnalyze chunk;
    private final Allowance allowance;
    private final Tab tab;
    private final ModelLanes lanes;

    /**
     * One question with all the room that it wants, and what its answer is remembered by.
     *
     * @param edition how many answers there are that had too little room
     */
    record Call(Question question, String digest, long inputTokens, int edition) {
        int wanted() {
            return question.manner().maxOutputTokens();
        }

        String model() {
            return question.model();
        }
    }

    /** A question with the room that can be paid. */
    record Order(Call call, int room) {
        Question question() {
            return call.question().withRoom(room);
        }

        String model() {
            return call.model();
        }
    }

    Orders(Tools tools, ChunkToAnalyze chunk, Allowance allowance, Tab tab, ModelLanes lanes) {
        this.tools = tools;
        this.chunk = chunk;
        this.allowance = allowance;
        this.tab = tab;
        this.lanes = lanes;
    }

    boolean pictures() {
        return chunk.track() == Track.VIDEO;
    }

    Call call(Piece piece, Progress progress, int edition) {
        Manner manner = progress.manner();
        Question question = new Question(
                tools.course().model(progress), Wording.question(chunk.index() + 1, piece, manner), manner, pictures());
        String digest = AnswerStore.digest(
                chunk.chunk().sha256(),
                tools.proxy().recipe(chunk, piece),
                question.identity(),
                Integer.toString(edition));
        return new Call(question, digest, Estimate.inputTokens(piece, pictures(), manner.fps()), edition);
    }

    /** As long an answer as the budget allows; empty if it allows none. */
    OptionalInt room(Call call) {
        return allowance.room(tab.spent(), price(call), call.inputTokens(), call.wanted());
    }

    /** The call as it is written down, with the most that it can cost. */
    SentCall sent(Call call, int room) {
        return SentCall.sent(
                tools.answers().nextCall(),
                call.digest(),
                call.model(),
                lanes.today(),
                price(call).most(call.inputTokens(), room));
    }

    private Price price(Call call) {
        return tab.price(call.model(), lanes.today());
    }
}
