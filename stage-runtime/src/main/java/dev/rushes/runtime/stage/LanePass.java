package dev.rushes.runtime.stage;

/**
 * The right to make one call. Whoever has it says afterwards what the call cost; at the end of the try the runtime settles for the claim what
 * was not settled. The first word counts, another one changes nothing.
 */
public interface LanePass {

    /** The call is over and cost so many tokens, fewer or more than claimed. */
    void settle(long tokens);

    /** The call was not made and will not be: it costs nothing. */
    void release();
}
