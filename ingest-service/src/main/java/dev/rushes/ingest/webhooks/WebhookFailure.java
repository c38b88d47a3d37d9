package dev.rushes.ingest.webhooks;

import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.FailureKind;

/** Failure codes of telling others. */
public enum WebhookFailure implements FailureCode {
    /** The endpoint did not take the delivery. */
    WEBHOOK_NOT_TAKEN(FailureKind.TRANSIENT),
    /** The endpoint's secret can't be opened: the key is not the one that closed it. */
    WEBHOOK_SECRET_CLOSED(FailureKind.OURS);

    private final FailureKind kind;

    WebhookFailure(FailureKind kind) {
        this.kind = kind;
    }

    @Override
    public FailureKind kind() {
        return kind;
    }
}
