/**
 * How a stage runs, whatever carries its records: window, workers, one try of one record, what follows from its outcome, cancel and drain.
 * Rule: no Kafka and no Spring; records come as {@link dev.rushes.runtime.engine.Delivery} and leave as
 * {@link dev.rushes.runtime.engine.Letter}, so that the testkit runs the very same code in memory.
 */
@NullMarked
package dev.rushes.runtime.engine;

import org.jspecify.annotations.NullMarked;
