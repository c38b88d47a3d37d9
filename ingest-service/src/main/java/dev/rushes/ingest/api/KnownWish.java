package dev.rushes.ingest.api;

import dev.rushes.ingest.domain.Footage;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobOptions.ChunkFailurePolicy;
import dev.rushes.runtime.stage.JobOptions.FilmFormat;
import dev.rushes.runtime.stage.JobTerms;
import dev.rushes.runtime.stage.JobTicket.Priority;
import java.util.Optional;

/** What the ledger knows of what a job was asked for. */
final class KnownWish {
    private KnownWish() {}

    /** @throws ApiProblem if the job is known to have been asked for with another wish */
    static void expectSame(Job known, JobOrder.Wish asked) {
        boolean other = known.request()
                .map(KnownWish::of)
                .filter(wish -> !isSame(wish, asked))
                .isPresent();
        if (other) {
            throw ApiProblem.keyReused();
        }
    }

    /** By what was sent; where nobody has kept that, by what matters most. */
    private static boolean isSame(JobOrder.Wish known, JobOrder.Wish asked) {
        boolean kept = !known.fingerprint().isEmpty() && !asked.fingerprint().isEmpty();
        return comparable(known).equals(comparable(asked))
                && (!kept || known.fingerprint().equals(asked.fingerprint()));
    }

    /** The upload stage fills in the recipe's film length, so an absent one is equal to any. */
    private static String comparable(JobOrder.Wish wish) {
        JobOptions options = wish.options();
        return wish.recipe() + "\n"
                + switch (wish.footage()) {
                    case Footage.Upload upload -> upload.key();
                    case Footage.Url url -> url.address();
                    case Footage.Prompt prompt -> prompt.wish().text();
                    case Footage.Missing _ -> "";
                }
                + "\n" + options.format() + "\n" + options.maxHeight();
    }

    /** The wish behind a request. */
    static JobOrder.Wish of(Section.Request request) {
        Section.Wishes wishes = request.wishes();
        Optional<String> filename = request.source().filename();
        Footage footage = request.source()
                .uploadKey()
                .<Footage>map(key -> new Footage.Upload(key, filename))
                .or(() -> request.source().url().map(url -> new Footage.Url(url, filename)))
                .or(() -> request.source().prompt().map(wish -> new Footage.Prompt(wish, filename)))
                .orElseGet(() -> new Footage.Missing("The first request named no footage.", filename));
        JobOptions options = new JobOptions(
                wishes.filmLength(),
                wishes.chunkLength(),
                FilmFormat.valueOf(wishes.format()),
                wishes.maxHeight(),
                ChunkFailurePolicy.valueOf(wishes.onChunkFailure()),
                wishes.analyzer(),
                wishes.extra(),
                new JobTerms(
                        wishes.terms().deadline(),
                        wishes.terms().budgetMicroDollars(),
                        wishes.terms().budgetCpuMillis()));
        return new JobOrder.Wish(
                request.recipe(),
                footage,
                options,
                Priority.valueOf(request.priority()),
                request.title(),
                request.labels(),
                request.fingerprint(),
                request.webhook());
    }
}
