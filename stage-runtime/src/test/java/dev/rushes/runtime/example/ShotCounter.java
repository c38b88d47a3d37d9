package dev.rushes.runtime.example;

import reactor.core.publisher.Flux;

/** Finds shots. */
interface ShotCounter {

    /** Numbers of the shots, as they are found; errors with a {@link dev.rushes.runtime.stage.StageFailure}. */
    Flux<Integer> shots(Footage footage);
}
