package dev.rushes.render.domain;

/**
 * Where sound comes from.
 *
 * @param stream index of the stream in the container
 * @param mono whether it has a single channel, which both sides of the film get unchanged
 */
public record Sound(int stream, boolean mono) {}
