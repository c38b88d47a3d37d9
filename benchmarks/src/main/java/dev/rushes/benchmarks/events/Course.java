package dev.rushes.benchmarks.events;

import dev.rushes.benchmarks.contenders.Work;

/** A contender with all that it needs, ready to be run again and again. */
interface Course {
    String label();

    String promise();

    Lap run(Work work, Load load);
}
