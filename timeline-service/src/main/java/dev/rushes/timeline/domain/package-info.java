/**
 * What the stage decides: when all chunks are there, what the findings say about the whole footage, and which spans make the film. Rule:
 * plain Java without clock, chance or I/O; the same inputs give the same cut to the bit.
 */
@NullMarked
package dev.rushes.timeline.domain;

import org.jspecify.annotations.NullMarked;
