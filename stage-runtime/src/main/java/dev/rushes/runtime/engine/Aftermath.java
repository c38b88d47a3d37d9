package dev.rushes.runtime.engine;

import dev.rushes.runtime.observe.LogFields;
import dev.rushes.runtime.observe.StageMeters;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Carries out what was decided about one record: sends the letters, gives up the custody, acknowledges the record, tells operators. */
final class Aftermath {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final Delivery delivery;
    private final Custody custody;
    private final Mail mail;
    private final StageMeters meters;
    private final Supplier<Map<String, String>> fields;
    private volatile @Nullable Disposable sending;
    private volatile boolean abandoned;

    /** @param fields what log lines carry */
    Aftermath(Delivery delivery, Custody custody, Workshop<?, ?> workshop, Supplier<Map<String, String>> fields) {
        this.delivery = delivery;
        this.custody = custody;
        this.mail = workshop.mail();
        this.meters = workshop.tools().meters();
        this.fields = fields;
    }

    /** What comes after that. */
    interface End {

        void done(Plan plan);

        /** Nothing could be done now, and nothing has happened. */
        void failed(Throwable error);

        /** The same, but for what comes after a failure. */
        default End orElse(Consumer<Throwable> afterFailure) {
            End good = this;
            return new End() {
                @Override
                public void done(Plan plan) {
                    good.done(plan);
                }

                @Override
                public void failed(Throwable error) {
                    afterFailure.accept(error);
                }
            };
        }
    }

    /** Sends what has to be known before the next step, if there is anything. */
    void send(Optional<Letter> letter, Runnable next, End end) {
        if (letter.isPresent()) {
            Outbox.Answer answer = new Answers(1, next, error -> leave(error, end), () -> !abandoned, false);
            mail.persist(List.of(letter.get()), answer);
        } else {
            goOn(next);
        }
    }

    /** The record can't be taken up now: whoever has it then finds it where it is. */
    void leave(Throwable error, End end) {
        List<Letter> last = custody.end(true).map(List::of).orElse(List.of());
        mail.persist(last, then(() -> end.failed(error), lost -> end.failed(error), 1));
    }

    /** @param told completes when what the stage told while it worked is out; empty if that is so already */
    void carryOut(Plan plan, Optional<Mono<Void>> told, End end) {
        if (plan.ending().success()) {
            sendSuccess(plan, told, then(() -> giveUpCustody(plan, end), end::failed, 2));
        } else if (plan.letters().isEmpty() && told.isEmpty()) {
            giveUpCustody(plan, end);
        } else {
            sendFailure(plan, told, then(() -> giveUpCustody(plan, end), end::failed, 1));
        }
    }

    /**
     * The facts are handed over first, and the news do not wait until they are stored, only until none was refused: so a stage
     * costs an event one round trip. A crash in between may leave news of facts that are not there yet; the record is not acknowledged then,
     * and its next owner sends the same facts and the same news.
     */
    private void sendSuccess(Plan plan, Optional<Mono<Void>> told, Outbox.Answer both) {
        mail.persist(plan.beforeNews(), both);
        if (told.isEmpty()) {
            mail.persist(plan.fromNewsOn(), both);
        } else {
            hear(told.get().then(mail.persist(plan.fromNewsOn())), both);
        }
    }

    /** News that can't be sent are only logged: the record itself is safe in the retry or dead-letter topic. */
    private void sendFailure(Plan plan, Optional<Mono<Void>> told, Outbox.Answer answer) {
        hear(
                told.orElseGet(Mono::empty)
                        .thenMany(Flux.fromIterable(plan.letters()))
                        .concatMap(letter -> mail.persist(letter)
                                .onErrorResume(LetterRefused.class, refused -> insteadOf(letter, refused)))
                        .then(),
                answer);
    }

    private Mono<Void> insteadOf(Letter letter, LetterRefused refused) {
        LogFields.during(fields.get(), () -> LOG.error("A letter about a failure can't be sent", refused));
        return letter instanceof Letter.Again again ? mail.persist(deadInstead(again, refused)) : Mono.empty();
    }

    private static Letter deadInstead(Letter.Again again, LetterRefused refused) {
        Failure why =
                again.why().orElseGet(() -> Failure.of(CommonFailure.UNEXPECTED, "Expected to retry, but could not"));
        return new Letter.Dead(again.delivery(), again.stage(), why, Optional.of(refused), again.about());
    }

    private void hear(Mono<Void> sent, Outbox.Answer answer) {
        Disposable its = sent.subscribe(none -> {}, answer::failed, answer::stored);
        sending = its;
        if (abandoned) {
            its.dispose();
        }
    }

    /** Nobody waits for it any more: what is not sent by now is not sent at all, and nothing comes after it. */
    void abandon() {
        abandoned = true;
        Disposable its = sending;
        if (its != null) {
            its.dispose();
        }
    }

    boolean isAbandoned() {
        return abandoned;
    }

    private Outbox.Answer then(Runnable next, Consumer<Throwable> trouble, int answers) {
        return new Answers(answers, next, trouble, () -> !abandoned, true);
    }

    private void giveUpCustody(Plan plan, End end) {
        Optional<Letter> last = custody.end(plan.isLeft());
        if (last.isPresent()) {
            mail.persist(List.of(last.get()), then(() -> finish(plan, end), end::failed, 1));
        } else {
            goOn(() -> finish(plan, end));
        }
    }

    private void goOn(Runnable next) {
        if (!abandoned) {
            next.run();
        }
    }

    private void finish(Plan plan, End end) {
        if (plan.then() instanceof Plan.Then.Finish) {
            delivery.finish();
        }
        count(plan);
        if (!plan.isEverydayLife() || LOG.isDebugEnabled()) {
            LogFields.during(fields.get(), () -> log(plan));
        }
        end.done(plan);
    }

    private void count(Plan plan) {
        String code = plan.why().map(why -> why.code().name()).orElse("NONE");
        switch (plan.ending()) {
            case REPEATED, SUPERSEDED -> meters.repeat();
            case RETRIED, POSTPONED, WAITED_OUT -> meters.retry(code);
            case DEAD_LETTERED, SUBSTITUTED -> meters.deadLetter(code);
            case DONE, ABSORBED, FAILED, DROPPED, INTERRUPTED, PARKED, FORWARDED -> {}
        }
    }

    private void log(Plan plan) {
        String place = delivery.envelope().place();
        String why =
                plan.why().map(its -> its.code().name() + ": " + its.message()).orElse("");
        if (plan.isEverydayLife()) {
            LOG.debug("{} is {} {}", place, plan.ending(), why);
            return;
        }
        switch (plan.ending()) {
            case RETRIED, POSTPONED, WAITED_OUT -> LOG.info("{} is {} and comes again: {}", place, plan.ending(), why);
            case SUBSTITUTED, DEAD_LETTERED -> LOG.error("{} is {}, given up: {}", place, plan.ending(), why);
            case FAILED -> LOG.warn("{} ends its job: {}", place, why);
            case INTERRUPTED -> LOG.info("{} is interrupted and comes again elsewhere", place);
            case DONE, REPEATED, SUPERSEDED, ABSORBED, DROPPED, PARKED, FORWARDED -> {}
        }
    }
}
