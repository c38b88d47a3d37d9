/**
 * The API that a service sees: a stage is one method from an input to a named outcome. Rule: plain values and Reactor only; nothing here
 * knows Kafka, Avro or Spring.
 */
@NullMarked
package dev.rushes.runtime.stage;

import org.jspecify.annotations.NullMarked;
