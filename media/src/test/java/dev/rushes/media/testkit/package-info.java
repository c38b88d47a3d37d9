/**
 * Real ffmpeg, a real store and synthesized footage for the tests of every stage. Rule: footage is made on the spot and comes with its truth
 * as values; no media is ever committed.
 */
@NullMarked
package dev.rushes.media.testkit;

import org.jspecify.annotations.NullMarked;
