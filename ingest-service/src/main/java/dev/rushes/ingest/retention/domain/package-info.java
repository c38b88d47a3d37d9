/** What of a job is kept how long, and what belongs to nobody. Rule: plain Java, the time is an argument. */
@NullMarked
package dev.rushes.ingest.retention.domain;

import org.jspecify.annotations.NullMarked;
