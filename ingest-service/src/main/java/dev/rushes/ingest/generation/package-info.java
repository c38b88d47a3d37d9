/**
 * Films from words: a model is asked, paid, waited for, and what it made becomes the footage of a job. Rule: that something may be bought is written down
 * before it is, what it is called is written down before anybody looks at it, and nobody but the caller decides to buy a second time.
 */
@NullMarked
package dev.rushes.ingest.generation;

import org.jspecify.annotations.NullMarked;
