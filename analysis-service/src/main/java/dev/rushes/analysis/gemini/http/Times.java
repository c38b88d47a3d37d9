package dev.rushes.analysis.gemini.http;

import java.time.Duration;

/**
 * How long is waited.
 *
 * @param call for an answer about a film of no length
 * @param callPerSecond longer for each second of the film
 * @param silence for the next byte of an answer
 * @param request for any other request
 * @param poll first pause between two looks at a file; grows by half
 * @param ready for a file to be ready
 */
public record Times(
        Duration call, Duration callPerSecond, Duration silence, Duration request, Duration poll, Duration ready) {}
