/**
 * Looks whether everything that Rushes needs is there, for a person who wants to know what is wrong. Each look is bounded in time and made in the
 * background; whoever asks gets the latest.
 */
@org.jspecify.annotations.NullMarked
package dev.rushes.ingest.check;
