/**
 * The outside world on one bare machine: a Kafka broker in this process, an Apicurio registry and a Postgres as children of it. Used by the
 * standalone mode and by tests. Rule: knows nothing about jobs; everything it starts ends with the process that started it.
 */
@NullMarked
package dev.rushes.embedded;

import org.jspecify.annotations.NullMarked;
