package dev.rushes.analysis.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.analysis.analyzer.Errand;
import dev.rushes.analysis.domain.AnalyzedChunk;
import dev.rushes.analysis.domain.Insight;
import dev.rushes.analysis.domain.Insight.Shortfall;
import dev.rushes.analysis.domain.Insight.Status;
import dev.rushes.analysis.gemini.domain.SentCall;
import dev.rushes.gemini.fake.scenario.Fault;
import dev.rushes.gemini.fake.scenario.Rule;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.StageFailure;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** What a chunk has cost, over waits, deaths and runs. */
class MoneyKeptTest {
    @RegisterExtension
    static final Bench bench = new Bench();

    @Test
    void aCallWhoseAnswerWasLostIsRememberedOverAWait() {
        bench.fake.follow(1, Rule.once(Fault.RESET_WITHIN), new Rule(Fault.QUOTA_MINUTE, "", 2, 2, 1));
        JobTicket ticket = Bench.ticket();
        assertThatThrownBy(() -> bench.insight(bench.analyzer(), new PayingContext<>(ticket)))
                .isInstanceOf(StageFailure.class);

        Insight insight = bench.insight(bench.analyzer(), new PayingContext<>(ticket));

        assertThat(insight.status()).isEqualTo(Status.OK);
        assertThat(insight.bill().unknown()).isEqualTo(1);
        assertThat(insight.bill().calls()).isEqualTo(1);
    }

    @Test
    void aCallThatWasOnItsWayWhenTheProcessDiedMayHaveBeenPaid() {
        bench.fake.follow(1, Rule.once(Fault.SILENCE));
        JobTicket ticket = Bench.ticket();
        Disposable dying = bench.analyzer()
                .analyze(new Errand(
                        bench.chunk(),
                        Mono.just(bench.film()),
                        bench.folder(),
                        done -> {},
                        new PayingContext<>(ticket)))
                .subscribe();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (bench.asked() == 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(2_000_000);
        }
        assertThat(bench.asked()).isEqualTo(1);
        dying.dispose();

        Insight insight = bench.insight(bench.analyzer(), new PayingContext<>(ticket));

        assertThat(insight.bill().unknown()).isEqualTo(1);
    }

    @Test
    void aLostCallCountsAtItsWorstAgainstTheBudgetOfEveryLaterTry() {
        bench.fake.follow(1, Rule.once(Fault.RESET_WITHIN));
        JobTicket ticket = Bench.ticket(8_000);
        Insight first = wholeFootage(ticket);
        assertThat(first.shortfall()).contains(Shortfall.BUDGET_SPENT);
        assertThat(bench.asked()).isEqualTo(1);

        Insight second = wholeFootage(Bench.rerun(ticket));

        assertThat(bench.asked())
                .as("the worst of the first call is all that there is")
                .isEqualTo(1);
        assertThat(second.lacking()).isTrue();
        assertThat(second.bill().unknown()).isEqualTo(1);
    }

    @Test
    void anAnswerThatDoesNotSayWhatItCostCountsAtItsWorst() {
        // The second answer would be needed, but the first may have taken all the money.
        bench.fake.follow(1, Rule.always(Fault.USAGE_MISSING));
        JobTicket ticket = Bench.ticket(8_000);
        Insight first = wholeFootage(ticket);
        assertThat(first.status()).isEqualTo(Status.OK);

        assertThat(first.bill().unknown()).isEqualTo(1);
        assertThat(first.bill().microDollars()).isZero();
    }

    @Test
    void theSameQuestionIsNotPaidTwiceHoweverMuchRoomItHas() {
        JobTicket poor = Bench.ticket(8_000);
        assertThat(wholeFootage(poor).status()).isEqualTo(Status.OK);

        Insight rich = wholeFootage(Bench.withBudgetOf(Bench.ticket(9_000), poor));
        Insight free = wholeFootage(Bench.withBudgetOf(Bench.ticket(), poor));
        Insight poorer = wholeFootage(Bench.withBudgetOf(Bench.ticket(10), poor));

        assertThat(bench.asked()).isEqualTo(1);
        assertThat(rich.status()).isEqualTo(Status.OK);
        assertThat(free.status()).isEqualTo(Status.OK);
        assertThat(poorer.status())
                .as("it is there, whatever may still be spent")
                .isEqualTo(Status.OK);
    }

    @Test
    void anAnswerThatWasCutShortForWantOfMoneyIsAskedForAgainOnceThereIsClearlyMore() {
        bench.fake.follow(1, Rule.once(Fault.ANSWER_CUT));
        JobTicket poor = Bench.ticket(8_000);
        Insight first = wholeFootage(poor);
        long asked = bench.asked();
        assertThat(asked).isGreaterThan(1);

        Insight same = wholeFootage(Bench.rerun(poor));
        assertThat(bench.asked()).as("no more money, no more calls").isEqualTo(asked);
        assertThat(same.segments()).isEqualTo(first.segments());

        JobTicket rich = Bench.rerun(Bench.withBudgetOf(Bench.ticket(), poor));
        Insight whole = wholeFootage(rich);
        assertThat(bench.asked()).isEqualTo(asked + 1);
        assertThat(whole.status()).isEqualTo(Status.OK);
        assertThat(whole.bill().microDollars())
                .as("what the cut one cost is not forgotten")
                .isGreaterThan(first.bill().microDollars());

        assertThat(wholeFootage(Bench.rerun(rich)).segments()).isEqualTo(whole.segments());
        assertThat(bench.asked()).isEqualTo(asked + 1);
    }

    @Test
    void whoWasGivenUpForDeadAndWhoeverFollowsForgetNothingOfEachOther() {
        JobTicket ticket = Bench.ticket();
        Till zombie = till(ticket);
        send(zombie, "before");
        Till successor = till(ticket);
        send(zombie, "beside");
        send(successor, "beside");
        send(zombie, "after");

        assertThat(till(ticket).tab().calls().stream().map(SentCall::question))
                .containsExactlyInAnyOrder("before", "beside", "beside", "after");
        assertThat(till(ticket).tab().spent()).isEqualTo(40);
    }

    private static Till till(JobTicket ticket) {
        return Till.open(bench.process(), bench.chunk(), new PayingContext<>(ticket))
                .blockOptional(Duration.ofSeconds(10))
                .orElseThrow();
    }

    private static void send(Till till, String question) {
        String id = UUID.randomUUID().toString();
        till.sending(SentCall.sent(id, question, Bench.FIRST, LocalDate.of(2026, 11, 29), 10))
                .block(Duration.ofSeconds(10));
        till.tab().lost();
    }

    private static Insight wholeFootage(JobTicket ticket) {
        return bench.examine(bench.analyzer(), bench.wholeFootage(), bench.film(), new PayingContext<>(ticket))
                .insight()
                .orElseThrow();
    }

    @Test
    void whoFindsTheFindingsTellsTheirCostAgain() {
        JobTicket ticket = Bench.ticket();
        PayingContext<AnalyzedChunk> first = new PayingContext<>(ticket);
        Insight insight = bench.insight(bench.analyzer(), first);
        PayingContext<AnalyzedChunk> second = new PayingContext<>(ticket);

        bench.analyzer().tellCosts(bench.chunk(), second).block(Duration.ofSeconds(10));

        assertThat(second.paid()).isEqualTo(first.paid());
        assertThat(second.spentSoFar().microDollars()).isEqualTo(insight.bill().microDollars());
    }
}
