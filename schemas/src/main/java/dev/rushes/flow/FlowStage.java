package dev.rushes.flow;

import java.util.Locale;

/**
 * The five stages in flow order, and beside them the one that tells others what happened. Topic and consumer-group names are an interface for operators and never change: the group that reads a
 * topic bears the topic's name.
 */
public enum FlowStage {
    UPLOAD,
    SPLIT,
    ANALYSIS,
    TIMELINE,
    RENDER,
    /** On no job's route: it takes what is to be told to somebody outside, and each record of it is a piece of work of its own. */
    WEBHOOKS;

    private final String label = name().toLowerCase(Locale.ROOT);
    private final String topic = "rushes." + label;

    /** Whether jobs visit it. What a stage beside the flow does is no news of a job, and no job's end stops it. */
    public boolean isOfTheFlow() {
        return this != WEBHOOKS;
    }

    /** Lower-case name, as in topics, logs, metrics and the HTTP API. */
    public String label() {
        return label;
    }

    /** Topic that the stage reads; its consumer group has the same name. */
    public String topic() {
        return topic;
    }

    /** Topic of records that wait for their next try, each with a due time of its own; its consumer group has the same name. */
    public String retryTopic() {
        return topic + "-retry";
    }

    /** Topic of records that the stage gave up on, byte for byte. */
    public String deadLetterTopic() {
        return topic + "-dlt";
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
                "Expected a stage out of upload, split, analysis, timeline, render, webhooks, but got \"" + label
                        + "\"");
    }
}
