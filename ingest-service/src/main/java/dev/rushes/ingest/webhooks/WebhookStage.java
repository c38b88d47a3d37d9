package dev.rushes.ingest.webhooks;

import dev.rushes.ingest.webhooks.domain.Due;
import dev.rushes.ingest.webhooks.domain.Endpoint;
import dev.rushes.ingest.webhooks.domain.HealthRule;
import dev.rushes.ingest.webhooks.domain.Logged.State;
import dev.rushes.ingest.webhooks.domain.Logged.Try;
import dev.rushes.ingest.webhooks.domain.Reply;
import dev.rushes.ingest.webhooks.store.Deliveries;
import dev.rushes.ingest.webhooks.store.Endpoints;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.Stage;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageFailure;
import io.r2dbc.spi.R2dbcException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessException;
import reactor.core.publisher.Mono;

/**
 * Tells an endpoint of an event: looks whether it has been told already, sends, and writes down what came of it. A crash after the sending sends again, with
 * the same webhook-id; what an endpoint has taken is never sent again.
 */
final class WebhookStage implements Stage<Due, Void> {
    private final Endpoints endpoints;
    private final Deliveries deliveries;
    private final HookSecrets secrets;
    private final Sender sender;
    private final GivingUp givingUp;
    private final HealthRule health;
    private final WebhookMeters meters;
    private final Clock clock;

    WebhookStage(
            HookDispatch.Tables tables,
            HookSecrets secrets,
            Sender sender,
            GivingUp givingUp,
            HealthRule health,
            WebhookMeters meters,
            Clock clock) {
        this.endpoints = tables.endpoints();
        this.deliveries = tables.deliveries();
        this.secrets = secrets;
        this.sender = sender;
        this.givingUp = givingUp;
        this.health = health;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public Mono<Outcome<Void>> handle(Due due, StageContext<Void> work) {
        return deliveries
                .standing(due.id())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(known -> known.filter(its -> isDone(its, due)).isPresent()
                        ? Mono.just(Outcome.<Void>repeated(List.of()))
                        : deliveries
                                .isErased(due)
                                .flatMap(erased -> erased
                                        ? Mono.just(Outcome.<Void>absorbed("the job has been erased"))
                                        : tell(due, work)))
                .onErrorMap(WebhookStage::isDatabase, WebhookStage::unavailable);
    }

    /** What failed is done too, but whoever hands it in again (a replay of a dead letter) wants it tried. */
    private static boolean isDone(Deliveries.Standing standing, Due due) {
        return standing.round() > due.round()
                || (standing.round() == due.round() && standing.state() == State.DELIVERED);
    }

    private Mono<Outcome<Void>> tell(Due due, StageContext<Void> work) {
        return endpoints
                .find(due.tenant(), due.endpointId())
                .flatMap(endpoint -> endpoint.isEnabled() ? send(endpoint, due, work) : passOver(due))
                .switchIfEmpty(Mono.just(Outcome.absorbed("the endpoint is gone")));
    }

    private Mono<Outcome<Void>> passOver(Due due) {
        return deliveries.givenUp(due, clock.instant()).thenReturn(Outcome.absorbed("the endpoint is disabled"));
    }

    private Mono<Outcome<Void>> send(Endpoint endpoint, Due due, StageContext<Void> work) {
        Instant at = clock.instant();
        return secrets.of(endpoint, at)
                .flatMap(keys -> sender.send(endpoint.url(), due.id(), at, due.body(), keys))
                .flatMap(sent ->
                        learn(endpoint, due, work, new Result(sent, at, Duration.between(at, clock.instant()))));
    }

    private record Result(Sender.Sent sent, Instant at, Duration took) {}

    private Mono<Outcome<Void>> learn(Endpoint endpoint, Due due, StageContext<Void> work, Result result) {
        return switch (result.sent().reply()) {
            case Reply.Taken _ -> {
                meters.tried("taken", result.took());
                yield note(due, work, result, "", State.DELIVERED)
                        .then(Mono.defer(() -> endpoints.succeeded(endpoint.id())))
                        .thenReturn(Outcome.done(List.of()));
            }
            case Reply.Gone _ -> {
                meters.tried("gone", result.took());
                String why = "The endpoint answered with 410 (gone).";
                yield note(due, work, result, why, State.FAILED)
                        .then(Mono.defer(() -> givingUp.disable(endpoint, why, clock.instant())))
                        .thenReturn(Outcome.absorbed("the endpoint is gone for good"));
            }
            case Reply.Refused(String why, Optional<Duration> wait) -> {
                meters.tried("refused", result.took());
                yield refused(endpoint, due, work, result, new Failure(WebhookFailure.WEBHOOK_NOT_TAKEN, why, wait));
            }
        };
    }

    private Mono<Outcome<Void>> refused(
            Endpoint endpoint, Due due, StageContext<Void> work, Result result, Failure failure) {
        State state = work.isLastAttempt() ? State.FAILED : State.RETRYING;
        return note(due, work, result, failure.message(), state)
                .then(Mono.defer(() -> endpoints.failed(endpoint.id(), result.at())))
                .map(since -> health.isLost(Optional.of(since), clock.instant()))
                .defaultIfEmpty(false)
                .flatMap(lost -> lost ? giveUp(endpoint, due) : Mono.just(Outcome.<Void>failed(failure)));
    }

    private Mono<Outcome<Void>> giveUp(Endpoint endpoint, Due due) {
        String why = "Nothing has arrived there for " + health.patience().toHours() + " hours.";
        return givingUp.disable(endpoint, why, clock.instant()).then(Mono.defer(() -> passOver(due)));
    }

    private Mono<Void> note(Due due, StageContext<Void> work, Result result, String problem, State state) {
        Try attempt = new Try(
                due.round(),
                work.attempt(),
                result.at(),
                result.took(),
                result.sent().status(),
                problem);
        return deliveries.tried(due, attempt, state);
    }

    /** What Postgres refuses is a fault of ours; everything else says that it is not there. */
    private static boolean isDatabase(Throwable error) {
        return !(error instanceof NonTransientDataAccessException)
                && (error instanceof DataAccessException || error instanceof R2dbcException);
    }

    private static StageFailure unavailable(Throwable error) {
        return new StageFailure(
                CommonFailure.DATABASE_UNAVAILABLE,
                "Expected Postgres to keep the delivery log, but it answered with "
                        + error.getClass().getSimpleName(),
                error);
    }
}
