package dev.rushes.analysis.domain.sound;

/**
 * What one short frame of sound says about speech.
 *
 * @param level root mean square, full scale being 1
 * @param voicing how periodic it is at the pitch of a voice, 0..1
 * @param crossings part of the samples at which the sign changes, 0..1: low for voiced sounds, high for hisses
 */
record SpeechFrame(double level, double voicing, double crossings) {}
