package dev.rushes.ingest.api;

import dev.rushes.ingest.domain.Webhook;
import dev.rushes.ingest.webhooks.JobWebhooks;
import java.util.List;
import java.util.Optional;

/** Reads whom somebody wants to have told of one job. */
final class JobWebhookReader {
    private static final int URL_LIMIT = 2048;
    private static final int SECRET_LIMIT = 200;

    private final JobWebhooks webhooks;

    JobWebhookReader(JobWebhooks webhooks) {
        this.webhooks = webhooks;
    }

    /**
     * From a document: {@code "webhook": {"url": …, "events": […], "secret": …}}. Empty if there is none, or if something is wrong with it.
     *
     * @param tenant owner of the job, for whom the secret is sealed
     */
    Optional<Webhook> document(Form form, String tenant) {
        if (!form.has("webhook")) {
            return Optional.empty();
        }
        Form its = form.inside("webhook");
        its.only("url", "events", "secret");
        if (!its.has("url")) {
            its.fault("url", "Expected a url to tell, but there is none.");
        }
        List<String> events = WebhookReader.patterns(its);
        Optional<String> secret = its.text("secret", SECRET_LIMIT);
        Optional<String> objection = secret.flatMap(webhooks::secretProblem);
        objection.ifPresent(problem -> its.fault("secret", problem));
        return url(its, "url")
                .filter(_ -> objection.isEmpty())
                .map(url -> webhooks.webhook(tenant, url, events, secret));
    }

    /** From a parameter, which is the address alone: a secret has no business in a query. Tells every end of a run. */
    Optional<Webhook> parameter(Form form) {
        return url(form, "webhook").map(url -> new Webhook(url, List.of(), Optional.empty()));
    }

    private Optional<String> url(Form form, String name) {
        Optional<String> url = form.text(name, URL_LIMIT);
        Optional<String> objection = url.flatMap(webhooks::addressProblem);
        objection.ifPresent(problem -> form.fault(name, problem));
        return objection.isEmpty() ? url : Optional.empty();
    }
}
