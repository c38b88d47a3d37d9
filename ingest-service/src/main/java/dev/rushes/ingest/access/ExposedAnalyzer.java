package dev.rushes.ingest.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says it in a sentence, where Boot would print a stack trace. */
final class ExposedAnalyzer extends AbstractFailureAnalyzer<Exposed> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, Exposed cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()), "See docs/access.md for how callers prove who they are.", cause);
    }
}
