package dev.rushes.runtime.wire;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.Stage;
import dev.rushes.runtime.stage.StagePolicy;

/**
 * A stage as a service hands it to the runtime: each bean of this type is received, run and drained with the application.
 *
 * @param stage which row of the flow it fills
 * @param handler what it does
 * @param wire how its records read and write
 * @param policy its limits
 */
public record StageDefinition<I, O>(FlowStage stage, Stage<I, O> handler, StageWire<I, O> wire, StagePolicy policy) {}
