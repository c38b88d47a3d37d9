/** What a job should cost, as plain arithmetic over the footage and a price list. */
@NullMarked
package dev.rushes.ingest.cost.domain;

import org.jspecify.annotations.NullMarked;
