package dev.rushes.ingest.webhooks.domain;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The types of events that are told outside. Names are an interface for receivers and never change. Progress is not among them: it comes several times a
 * second, and streams are made for it.
 */
public enum HookType {
    JOB_REQUESTED("job.requested"),
    JOB_COMPLETED("job.completed"),
    JOB_FAILED("job.failed"),
    JOB_CANCELLED("job.cancelled"),
    JOB_DEAD_LETTERED("job.dead_lettered"),
    STAGE_STARTED("job.stage.started"),
    STAGE_RETRYING("job.stage.retrying"),
    STAGE_POSTPONED("job.stage.postponed"),
    STAGE_COMPLETED("job.stage.completed"),
    UNIT_COMPLETED("job.unit.completed"),
    /** Asked for by the owner of an endpoint, and sent to that endpoint whatever it wants. */
    WEBHOOK_TEST("webhook.test"),
    /** Another endpoint of the tenant was given up. */
    WEBHOOK_DISABLED("webhook.disabled");

    private final String label;

    HookType(String label) {
        this.label = label;
    }

    /** The name that receivers see, such as "job.completed". */
    public String label() {
        return label;
    }

    /** What an endpoint gets that names nothing: the ends of runs, and the news that another endpoint is lost. */
    public static List<String> unlessNamed() {
        return List.of(JOB_COMPLETED.label, JOB_FAILED.label, JOB_CANCELLED.label, WEBHOOK_DISABLED.label);
    }

    /** All labels, for messages to people. */
    public static String labels() {
        return Arrays.stream(values()).map(HookType::label).collect(Collectors.joining(", "));
    }
}
