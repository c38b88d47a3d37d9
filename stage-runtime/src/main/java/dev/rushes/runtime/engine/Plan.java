package dev.rushes.runtime.engine;

import dev.rushes.runtime.stage.Failure;
import java.util.List;
import java.util.Optional;

/**
 * What follows from one try: these letters in this order, and then the record is finished.
 *
 * @param ending how the try ended
 * @param letters what to send
 * @param why the failure, if there was one
 */
record Plan(Ending ending, List<Letter> letters, Optional<Failure> why) {
    static final Plan DROP = new Plan(Ending.DROPPED, List.of(), Optional.empty());

    Plan {
        letters = List.copyOf(letters);
    }
}
