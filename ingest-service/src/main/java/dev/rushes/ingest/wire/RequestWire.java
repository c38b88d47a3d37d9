package dev.rushes.ingest.wire;

import dev.rushes.events.JobRequested;
import dev.rushes.events.Prompt;
import dev.rushes.events.Source;
import dev.rushes.flow.FlowStage;
import dev.rushes.flow.Recipe;
import dev.rushes.ingest.domain.Caption;
import dev.rushes.ingest.domain.CleanText;
import dev.rushes.ingest.domain.FilmWish;
import dev.rushes.ingest.domain.Footage;
import dev.rushes.ingest.domain.Request;
import dev.rushes.ingest.domain.RequestRules;
import dev.rushes.ingest.domain.Tenants;
import dev.rushes.ingest.domain.Webhook;
import dev.rushes.ingest.domain.Wishes;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.wire.JobWire;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JobRequested → request and ticket. Never fails: a request that can not be served must end as a failed job with a reason, not as a dead
 * letter. What is wrong stays in the request, for the rules to name; the ticket, which travels on, gets a harmless value instead.
 */
final class RequestWire {
    private static final int NAME_LIMIT = 64;

    private RequestWire() {}

    static Request request(JobRequested record) {
        dev.rushes.events.JobOptions options = record.getOptions();
        JobOptions known = JobWire.options(options);
        return new Request(
                record.getJobId(),
                record.getTenant(),
                record.getRun(),
                record.getRecipe(),
                footage(record.getSource()),
                new Wishes(known.filmLength(), known.chunkLength(), known.maxHeight(), known.analyzer(), known.extra()),
                new Caption(Optional.ofNullable(record.getTitle()), record.getLabels(), record.getFingerprint()),
                Optional.ofNullable(record.getWebhook()).map(RequestWire::webhook));
    }

    private static Webhook webhook(dev.rushes.events.Webhook webhook) {
        return new Webhook(webhook.getUrl(), webhook.getEvents(), Optional.ofNullable(webhook.getSealedSecret()));
    }

    static JobTicket ticket(JobRequested record) {
        Optional<Recipe> recipe = Recipe.ofLabel(record.getRecipe());
        return new JobTicket(
                record.getJobId(),
                Tenants.isAllowed(record.getTenant()) ? record.getTenant() : Tenants.INVALID,
                Math.max(1, record.getRun()),
                CleanText.line(record.getRecipe(), NAME_LIMIT),
                recipe.map(Recipe::route).orElse(List.of(FlowStage.UPLOAD)),
                options(record, recipe),
                JobWire.priority(record.getPriority()),
                record.getRequestedAt());
    }

    /** The options with the recipe's film length where none is asked for, so that no later stage needs to know recipes. */
    private static JobOptions options(JobRequested record, Optional<Recipe> recipe) {
        JobOptions asked = JobWire.options(record.getOptions());
        boolean fits = RequestRules.extraFits(request(record).wishes());
        return new JobOptions(
                asked.filmLength().or(() -> recipe.map(Recipe::filmLength)),
                asked.chunkLength(),
                asked.format(),
                asked.maxHeight(),
                asked.onChunkFailure(),
                CleanText.line(asked.analyzer(), NAME_LIMIT),
                fits ? asked.extra() : Map.of(),
                asked.terms());
    }

    private static Footage footage(Source source) {
        Optional<String> filename = Optional.ofNullable(source.getFilename());
        return switch (source.getKind()) {
            case UPLOAD ->
                present(source.getUploadKey())
                        .<Footage>map(key -> new Footage.Upload(key, filename))
                        .orElseGet(() -> new Footage.Missing(
                                "Expected an uploadKey for a source of kind UPLOAD, but there is none.", filename));
            case URL ->
                present(source.getUrl())
                        .<Footage>map(url -> new Footage.Url(url, filename))
                        .orElseGet(() -> new Footage.Missing(
                                "Expected a url for a source of kind URL, but there is none.", filename));
            case PROMPT ->
                Optional.ofNullable(source.getPrompt())
                        .<Footage>map(prompt -> new Footage.Prompt(wish(prompt), filename))
                        .orElseGet(() -> new Footage.Missing(
                                "Expected a prompt for a source of kind PROMPT, but there is none.", filename));
            case UNKNOWN ->
                new Footage.Missing(
                        "Expected a source of kind UPLOAD, URL or PROMPT, but got none that this version knows.",
                        filename);
        };
    }

    private static FilmWish wish(Prompt prompt) {
        return new FilmWish(prompt.getText(), prompt.getSeconds(), prompt.getResolution(), prompt.getAspectRatio());
    }

    private static Optional<String> present(@Nullable String text) {
        return Optional.ofNullable(text).filter(given -> !given.isBlank());
    }
}
