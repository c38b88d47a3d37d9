package dev.rushes.runtime.engine;

import dev.rushes.flow.Flow;

/**
 * Keeps back what a stage beside the flow would tell about a job: its records are pieces of work of their own, and what looks like a job to the runtime
 * is none that anybody has asked for. Everything else goes out: retries, dead letters, leases, what it says of
 * outside services.
 */
record SilentAboutJobs(Outbox outbox) implements Outbox {

    @Override
    public void send(Letter letter, Answer answer) {
        if (letter instanceof Letter.Fact fact && isAboutAJob(fact)) {
            answer.stored();
        } else {
            outbox.send(letter, answer);
        }
    }

    /** Commands that are about no job have no key. */
    private static boolean isAboutAJob(Letter.Fact fact) {
        return fact.topic().equals(Flow.EVENTS)
                || (fact.topic().equals(Flow.CONTROL) && !fact.key().isEmpty());
    }
}
