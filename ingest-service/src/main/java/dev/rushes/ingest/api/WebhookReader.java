package dev.rushes.ingest.api;

import dev.rushes.ingest.domain.CleanText;
import dev.rushes.ingest.webhooks.WebhookDesk;
import dev.rushes.ingest.webhooks.domain.EventFilter;
import dev.rushes.ingest.webhooks.signing.SigningSecret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads what owners want of their endpoints. */
final class WebhookReader {
    private static final String EXAMPLE = "{\"url\": \"https://example.com/rushes\", \"events\": [\"job.completed\"]}";
    private static final int URL_LIMIT = 2048;
    private static final int DESCRIPTION_LIMIT = 200;
    private static final int SECRET_LIMIT = 200;
    private static final int PATTERN_LIMIT = 100;
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

    private final WebhookDesk desk;

    WebhookReader(WebhookDesk desk) {
        this.desk = desk;
    }

    record Creation(WebhookDesk.Wish wish, Optional<SigningSecret> secret) {}

    record Rotation(Optional<SigningSecret> secret, Optional<Duration> overlap) {}

    Creation creation(byte[] body) {
        Form form = Form.ofJson(StrictJson.object(body, EXAMPLE));
        form.only("url", "events", "description", "enabled", "secret");
        if (!form.has("url")) {
            form.fault("url", "Expected a url to tell, but there is none.");
        }
        Creation creation = new Creation(wish(form), secret(form));
        form.check();
        return creation;
    }

    WebhookDesk.Wish change(byte[] body) {
        Form form = Form.ofJson(StrictJson.object(body, "{\"enabled\": false}"));
        form.only("url", "events", "description", "enabled");
        WebhookDesk.Wish wish = wish(form);
        form.check();
        return wish;
    }

    /** An empty body makes a secret and takes the usual overlap. */
    Rotation rotation(byte[] body) {
        if (body.length == 0) {
            return new Rotation(Optional.empty(), Optional.empty());
        }
        Form form = Form.ofJson(StrictJson.object(body, "{\"overlap\": \"24h\"}"));
        form.only("secret", "overlap");
        Rotation rotation = new Rotation(secret(form), form.length("overlap", Duration.ZERO, LONGEST_OVERLAP));
        form.check();
        return rotation;
    }

    private WebhookDesk.Wish wish(Form form) {
        Optional<String> url = form.text("url", URL_LIMIT);
        url.flatMap(desk::addressProblem).ifPresent(problem -> form.fault("url", problem));
        return new WebhookDesk.Wish(
                url,
                form.has("events") ? Optional.of(new EventFilter(patterns(form))) : Optional.empty(),
                form.text("description", DESCRIPTION_LIMIT).map(text -> CleanText.line(text, DESCRIPTION_LIMIT)),
                form.choice("enabled"));
    }

    /** Patterns of types in the field {@code events}. */
    static List<String> patterns(Form form) {
        List<String> patterns = form.list("events", EventFilter.MOST, Optional::of);
        for (int at = 0; at < patterns.size(); at++) {
            String place = "events/" + at;
            EventFilter.problem(CleanText.line(patterns.get(at), PATTERN_LIMIT + 1))
                    .ifPresent(problem -> form.fault(place, problem));
        }
        return patterns;
    }

    private static Optional<SigningSecret> secret(Form form) {
        Optional<String> text = form.text("secret", SECRET_LIMIT);
        Optional<SigningSecret> secret = text.flatMap(SigningSecret::parse);
        if (text.isPresent() && secret.isEmpty()) {
            form.fault("secret", WebhookDesk.SECRET_EXPECTED);
        }
        return secret;
    }
}
