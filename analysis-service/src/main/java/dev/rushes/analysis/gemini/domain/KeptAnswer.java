package dev.rushes.analysis.gemini.domain;

/**
 * An answer that was paid for.
 *
 * @param response the answer
 * @param room tokens that it could have had
 */
public record KeptAnswer(Response response, int room) {

    /** Whether the question would get more of an answer with that room. It has to be worth the money: twice as much, or all that is wanted. */
    public boolean outgrownBy(int larger, int wanted) {
        return response.isCutShort() && larger > room && larger >= Math.min(wanted, 2L * room);
    }
}
