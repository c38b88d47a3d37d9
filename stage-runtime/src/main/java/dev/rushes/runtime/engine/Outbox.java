package dev.rushes.runtime.engine;

/** The way out of a stage. */
public interface Outbox {

    /** Sends one letter. Encoding may block: on any thread but a worker's own, it is done by a worker later. */
    void send(Letter letter, Answer answer);

    /** Hears once what became of a letter, on a worker. */
    interface Answer {

        /** The letter is stored for good. */
        void stored();

        /**
         * Takes note that the letter is stored, if nothing follows from that yet. Never blocks, and may be told on any thread.
         *
         * @return false if something does follow: then {@link #stored} is still to be told
         */
        default boolean noted() {
            return false;
        }

        /** Whether the work on a record is over with it: who tells it has nothing to do afterwards but what that leads to. */
        default boolean endsWork() {
            return false;
        }

        /** @param error {@link LetterRefused} if the letter never will be stored, any other error if nobody knows */
        void failed(Throwable error);

        /** Whether anybody still waits for it. If not, nobody tries again. */
        default boolean isWanted() {
            return true;
        }
    }
}
