package dev.rushes.runtime.stage;

/**
 * How far one piece of work is.
 *
 * @param done work done, in {@code unit}; never negative
 * @param total all the work, in {@code unit}; 0 if nobody knows
 * @param unit what is counted: "frames", "seconds", "bytes", "chunks"
 * @param speed factor of real time; 0 where it has no meaning
 * @param message what is being done, in a few words for people
 */
public record StageProgress(double done, double total, String unit, double speed, String message) {}
