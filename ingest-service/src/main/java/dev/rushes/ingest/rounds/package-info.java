/** Work that comes again and again while the application runs. Rule: nothing in it knows what the work is. */
@NullMarked
package dev.rushes.ingest.rounds;

import org.jspecify.annotations.NullMarked;
