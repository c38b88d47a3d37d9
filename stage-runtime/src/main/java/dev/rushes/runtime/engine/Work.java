package dev.rushes.runtime.engine;

/**
 * One try of one record, by whatever copies of it stand for it: the record itself, the copy that was moved to the tail of the retry topic, the
 * continuation.
 */
record Work(Origin origin, int attempt, int postponements) {

    /** Names it among instances: "rushes.render-3@1201#2.0". */
    String key() {
        return origin.topic() + "-" + origin.partition() + "@" + origin.offset() + "#" + attempt + "." + postponements;
    }
}
