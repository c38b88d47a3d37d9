package dev.rushes.runtime.stage;

/** What a stage asks for when several records of one job wait. */
public enum JobOrder {
    /** Nothing: all of them may be handled at once. */
    ANY,
    /** One at a time, in the order of the topic unless one is retried or moved to the retry topic: then it is overtaken. */
    ONE_AT_A_TIME,
    /**
     * One at a time, strictly in the order of the topic: a record that is retried waits in its place and the job's others wait behind it. It
     * holds back the commits of its partition meanwhile, and a crash begins its tries anew.
     */
    STRICT
}
