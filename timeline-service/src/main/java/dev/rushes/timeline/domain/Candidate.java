package dev.rushes.timeline.domain;

/**
 * A stretch that could become a clip.
 *
 * @param frames the stretch
 * @param scene the scene that it is taken from
 * @param cutsWords whether an edge falls into speech, because the scene has no better place
 * @param worth what it is worth before anything is chosen
 */
record Candidate(Frames frames, Scene scene, boolean cutsWords, double worth) {}
