package dev.rushes.ingest.generation.domain;

import dev.rushes.gemini.domain.Diagnosis;
import dev.rushes.gemini.domain.ErrorReport;
import dev.rushes.gemini.domain.Trouble;

/**
 * What an answer other than 200 says about the money. Only a status that is given before any work is taken for "not bought": a server that broke, or gave
 * up waiting for itself, may go on in the background.
 */
public final class OrderRule {
    private OrderRule() {}

    public static OrderEnd of(ErrorReport error) {
        Trouble trouble = Diagnosis.of(error);
        return switch (error.http()) {
            case 401, 403, 404, 429 -> new OrderEnd.NotTaken(trouble);
            case 400 ->
                trouble.kind() == Trouble.Kind.KEY
                        ? new OrderEnd.NotTaken(trouble)
                        : new OrderEnd.Refused(trouble.message());
            case 408, 499 -> new OrderEnd.Lost(trouble.message());
            default ->
                error.http() < 500 ? new OrderEnd.Refused(trouble.message()) : new OrderEnd.Lost(trouble.message());
        };
    }
}
