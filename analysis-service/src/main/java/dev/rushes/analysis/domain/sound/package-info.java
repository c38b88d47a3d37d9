/**
 * What can be heard in sound that comes block by block: 48 kHz, one or two channels. Rule: hours of sound need as much memory as their
 * findings, not more.
 */
@NullMarked
package dev.rushes.analysis.domain.sound;

import org.jspecify.annotations.NullMarked;
