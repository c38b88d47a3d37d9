/**
 * Dead letters for people: list them, group them, look into one, replay them. Rule: plain values and Reactor only; what Kafka has to do with
 * it is in {@code runtime.kafka}, what HTTP has to do with it is up to whoever serves HTTP.
 */
@NullMarked
package dev.rushes.runtime.deadletters;

import org.jspecify.annotations.NullMarked;
