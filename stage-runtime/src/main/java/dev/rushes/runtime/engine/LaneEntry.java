package dev.rushes.runtime.engine;

import java.time.Instant;
import java.util.List;

/** Whether a record's work may begin. */
sealed interface LaneEntry {

    /** It may; these are the reservations that it holds. */
    record Entered(List<Reservation> reservations) implements LaneEntry {
        public Entered {
            reservations = List.copyOf(reservations);
        }
    }

    /** It may not now. */
    sealed interface Blocked extends LaneEntry {
        String lane();
    }

    /** There is room at that time; the place in the line is kept. */
    record Busy(String lane, Instant until) implements Blocked {}

    /** Other instances have the budget: the owner of that partition of the stage's retry topic is one of them. */
    record Elsewhere(String lane, int partition) implements Blocked {}

    /** A call that may be made. */
    record Reservation(String lane, long number) {}
}
