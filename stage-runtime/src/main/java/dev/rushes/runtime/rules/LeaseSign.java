package dev.rushes.runtime.rules;

/** What an instance tells about work that it holds. */
public enum LeaseSign {
    /** It goes on. */
    HELD,
    /** It was left to others, who find it where they look for work. */
    LEFT,
    /** It has ended, and whatever stands for it needs no work any more. */
    ENDED
}
