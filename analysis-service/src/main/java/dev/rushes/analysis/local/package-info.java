/**
 * The analyzer that needs no key and no network. Rule: a chunk is decoded once, by one ffmpeg, scaled down before anybody looks at it; the
 * looking is done by the pure detectors in {@code domain}.
 */
@NullMarked
package dev.rushes.analysis.local;

import org.jspecify.annotations.NullMarked;
