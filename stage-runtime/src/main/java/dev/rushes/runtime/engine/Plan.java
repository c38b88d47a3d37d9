package dev.rushes.runtime.engine;

import dev.rushes.flow.Flow;
import dev.rushes.runtime.stage.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What follows from one try: these letters in this order, and then what becomes of the record.
 *
 * @param ending how the try ended
 * @param letters what to send
 * @param why the failure, if there was one
 * @param then what becomes of the record
 */
record Plan(Ending ending, List<Letter> letters, Optional<Failure> why, Then then) {
    static final Plan DROP = new Plan(Ending.DROPPED, List.of(), Optional.empty());
    /** Somebody else has the record or will get it. */
    static final Plan LEAVE = new Plan(Ending.INTERRUPTED, List.of(), Optional.empty(), new Then.Leave());
    /** Somebody else has dealt with it. */
    static final Plan SUPERSEDED = new Plan(Ending.SUPERSEDED, List.of(), Optional.empty());
    /** It failed here, but somebody else has the record, whose word counts. */
    static final Plan NOT_OURS = new Plan(Ending.SUPERSEDED, List.of(), Optional.empty(), new Then.Leave());

    static Plan waitForLane(Instant due) {
        return new Plan(Ending.PARKED, List.of(), Optional.empty(), new Then.WaitForLane(due));
    }

    Plan {
        letters = List.copyOf(letters);
    }

    Plan(Ending ending, List<Letter> letters, Optional<Failure> why) {
        this(ending, letters, why, new Then.Finish());
    }

    /** The same with one more letter at the end. */
    Plan with(Letter last) {
        List<Letter> all = new ArrayList<>(letters);
        all.add(last);
        return new Plan(ending, all, why, then);
    }

    /** Whether nobody wants to read of it in the log. Of records that wait in their place for what is away the stage tells once. */
    boolean isEverydayLife() {
        return ending.isEverydayLife() || ending == Ending.WAITED_OUT && then instanceof Then.WaitHere;
    }

    /** Whether the very same try is still to be made, by somebody. */
    boolean isLeft() {
        if (!(then instanceof Then.Finish)) {
            return true;
        }
        for (Letter letter : letters) {
            if (bringsTheSameTry(letter)) {
                return true;
            }
        }
        return false;
    }

    private static boolean bringsTheSameTry(Letter letter) {
        return letter instanceof Letter.Again again
                && again.next().equals(again.delivery().envelope().tries());
    }

    /** The letters before the first that goes to the log of events. */
    List<Letter> beforeNews() {
        return letters.subList(0, firstNews());
    }

    /** The rest. */
    List<Letter> fromNewsOn() {
        return letters.subList(firstNews(), letters.size());
    }

    private int firstNews() {
        for (int place = 0; place < letters.size(); place++) {
            if (letters.get(place) instanceof Letter.Fact fact && fact.topic().equals(Flow.EVENTS)) {
                return place;
            }
        }
        return letters.size();
    }

    /** What becomes of a record after a try. */
    sealed interface Then {

        /** It need not come again. */
        record Finish() implements Then {}

        /** The very same try is still to be made, by whoever has its partition. */
        record Leave() implements Then {}

        /** It waits in its place in the window. */
        record WaitHere(Tries next, Instant due) implements Then {}

        /** It waits in its place in the window until a lane has room: then, or when it is called. */
        record WaitForLane(Instant due) implements Then {}
    }
}
