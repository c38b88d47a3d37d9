/**
 * The only Kafka in the repository: sources, publishers, topics, serdes, dead letters. Rule: whoever needs Kafka needs a port of this
 * package, and never sees a Kafka class.
 */
@NullMarked
package dev.rushes.runtime.kafka;

import org.jspecify.annotations.NullMarked;
