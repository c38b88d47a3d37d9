package dev.rushes.flow;

import java.util.Locale;

/**
 * The five stages in flow order. Topic and consumer-group names are an interface for operators and never change: the group that reads a
 * topic bears the topic's name.
 */
public enum FlowStage {
    UPLOAD,
    SPLIT,
    ANALYSIS,
    TIMELINE,
    RENDER;

    /** Lower-case name, as in topics, logs, metrics and the HTTP API. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Topic that the stage reads; its consumer group has the same name. */
    public String topic() {
        return "rushes." + label();
    }

    /** Topic of records that wait for their next try, each with a due time of its own; its consumer group has the same name. */
    public String retryTopic() {
        return topic() + "-retry";
    }

    /** Topic of records that the stage gave up on, byte for byte. */
    public String deadLetterTopic() {
        return topic() + "-dlt";
    }

    /**
     * The stage of that label.
     *
     * @throws IllegalArgumentException if there is none; the message names those that exist
     */
    public static FlowStage ofLabel(String label) {
        for (FlowStage stage : values()) {
            if (stage.label().equals(label)) {
                return stage;
            }
        }
        throw new IllegalArgumentException(
                "Expected a stage out of upload, split, analysis, timeline, render, but got \"" + label + "\"");
    }
}
