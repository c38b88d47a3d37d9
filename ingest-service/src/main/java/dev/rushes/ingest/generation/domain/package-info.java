/** What is bought, what that costs, and what follows from what the service says. Rule: values in, values out; time is an argument. */
@NullMarked
package dev.rushes.ingest.generation.domain;

import org.jspecify.annotations.NullMarked;
