package dev.rushes.campaigns.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.campaigns.dump.Content;
import dev.rushes.campaigns.dump.Dump.FaultWindow;
import dev.rushes.campaigns.dump.Dump.Sample;
import dev.rushes.campaigns.dump.Dump.SentPoison;
import dev.rushes.campaigns.dump.LogRecord;
import dev.rushes.campaigns.dump.LogRecord.Header;
import dev.rushes.campaigns.dump.LogRecord.Raw;
import dev.rushes.campaigns.dump.LogRecord.Return;
import dev.rushes.campaigns.dump.Place;
import dev.rushes.campaigns.dump.Place.Partition;
import dev.rushes.campaigns.plan.PlannedJob;
import dev.rushes.campaigns.plan.Trouble;
import dev.rushes.campaigns.stub.EffectKey;
import dev.rushes.campaigns.stub.EffectLog.Line;
import dev.rushes.campaigns.stub.EffectLog.Verb;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.observe.RuntimeMeter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A checker that has never failed proves nothing: each test plants one breach in an honest run, and names the only checks that may object. */
class CheckerTest {
    private final HonestRun run = new HonestRun();

    @Test
    void an_honest_run_keeps_every_invariant() {
        assertThat(Checker.check(run.dump(), Duration.ofSeconds(1)))
                .allSatisfy(finding ->
                        assertThat(finding.breaches()).as(finding.what()).isEmpty());
    }

    @Test
    void a_job_without_an_end_is_lost() {
        assertThat(run.records.remove(run.end(HonestRun.PLAIN))).isTrue();
        objects("no job is lost, each ends as planned", "every committed offset has ended", "no commit was ever past");
    }

    @Test
    void a_job_that_should_be_complete_and_failed_did_not_end_as_planned() {
        replace(
                run.end(HonestRun.PLAIN),
                end -> with(
                        end,
                        new Content.Event(
                                "FAILED",
                                HonestRun.PLAIN.id(),
                                Optional.of(FlowStage.RENDER),
                                "",
                                new UUID(7, 7),
                                "",
                                "UNEXPECTED")));
        objects("no job is lost, each ends as planned");
    }

    @Test
    void a_run_has_no_second_end() {
        LogRecord unused = run.event("FAILED", HonestRun.WIDE, FlowStage.ANALYSIS, "video-00001", "", "UNEXPECTED");
        objects("a run has one end");
    }

    @Test
    void an_end_that_is_told_again_is_the_same_end() {
        LogRecord unused = run.event("COMPLETED", HonestRun.WIDE, FlowStage.RENDER, "", "", "");
        objects();
    }

    @Test
    void work_has_no_second_effect() {
        EffectKey key = new EffectKey(HonestRun.PLAIN.id(), FlowStage.RENDER, "");
        run.lines.add(new Line(2_000_000, Verb.ACCEPT, key, 1, "another effect"));
        objects("one effect for each unit of work");
    }

    @Test
    void a_fact_names_the_effect_that_was_accepted() {
        replace(run.of(HonestRun.PLAIN, "rushes.render").getFirst(), record -> {
            Content.Fact fact = (Content.Fact) record.content();
            return with(record, new Content.Fact(fact.type(), fact.key(), fact.eventId(), "another effect"));
        });
        objects("one effect for each unit of work");
    }

    @Test
    void a_fact_is_not_told_under_two_identifiers() {
        LogRecord told = run.of(HonestRun.PLAIN, "rushes.render").getFirst();
        Content.Fact fact = (Content.Fact) told.content();
        run.records.add(new LogRecord(
                new Place("rushes.render", 0, 99),
                told.timestamp(),
                new Content.Fact(fact.type(), fact.key(), new UUID(9, 9), fact.effect()),
                Optional.empty(),
                Optional.empty()));
        objects("facts have one identifier");
    }

    @Test
    void a_completed_job_lacks_no_effect() {
        assertThat(run.artifacts.remove(new EffectKey(HonestRun.PLAIN.id(), FlowStage.RENDER, "")))
                .isNotNull();
        objects("one effect for each unit of work", "facts have one identifier");
    }

    @Test
    void nothing_is_done_for_a_job_that_nobody_asked_for() {
        PlannedJob phantom = new PlannedJob(new UUID(0, 99), "tenant", 1, new Trouble.None());
        EffectKey key = new EffectKey(phantom.id(), FlowStage.UPLOAD, "");
        LogRecord unused = run.fact("MediaStored", FlowStage.SPLIT, key);
        objects("nothing that nobody asked for", "one effect for each unit of work", "the lag went back to 0");
    }

    @Test
    void work_is_not_begun_again_without_a_fault() {
        run.start(new EffectKey(HonestRun.PLAIN.id(), FlowStage.RENDER, ""), 1);
        objects("work is repeated only after a fault");

        run.faults.add(new FaultWindow("service-kill", "service-1", 1_000_000, 1_000_500));
        objects();
    }

    @Test
    void work_that_was_told_again_is_begun_again_without_a_fault() {
        run.start(new EffectKey(HonestRun.PLAIN.id(), FlowStage.RENDER, ""), 1);
        run.fact("TimelineAssembled", FlowStage.RENDER, new EffectKey(HonestRun.PLAIN.id(), FlowStage.TIMELINE, ""));
        objects("the lag went back to 0");
    }

    @Test
    void the_commit_does_not_pass_an_open_record() {
        PlannedJob open = HonestRun.PLAIN;
        LogRecord media = run.of(open, "rushes.split").getFirst();
        assertThat(run.records.removeAll(run.of(open, "rushes.analysis"))).isTrue();
        assertThat(media.place().offset())
                .isLessThan(run.committed.get(media.place().of()));
        objects("every committed offset has ended", "no commit was ever past");
    }

    @Test
    void the_commit_was_never_past_a_record_that_ended_later() {
        LogRecord request = run.of(HonestRun.BAD, "rushes.upload").getFirst();
        long early = request.timestamp();
        assertThat(run.end(HonestRun.BAD).timestamp()).isGreaterThan(early);
        run.samples.add(
                new Sample(early, Map.of(request.place().of(), request.place().offset() + 1)));
        objects("no commit was ever past");
    }

    @Test
    void a_record_that_was_sent_to_the_retry_topic_has_ended_and_one_that_was_not_has_not() {
        LogRecord chunk = run.of(HonestRun.RETRIED, "rushes.analysis").getFirst();
        LogRecord retry = run.of(HonestRun.RETRIED, "rushes.analysis-retry").getFirst();
        long between = retry.timestamp();
        run.samples.add(
                new Sample(between, Map.of(chunk.place().of(), chunk.place().offset() + 1)));
        objects();

        assertThat(run.records.remove(retry)).isTrue();
        objects("no commit was ever past");
    }

    @Test
    void poison_that_left_no_dead_letter_is_lost() {
        assertThat(run.records.removeIf(record -> record.place().topic().equals("rushes.split-dlt")))
                .isTrue();
        objects("poison is a dead letter", "every committed offset has ended", "no commit was ever past");
    }

    @Test
    void poison_is_not_late_when_nothing_else_is_the_matter() {
        SentPoison sent = run.poisons.removeFirst();
        run.poisons.add(new SentPoison(sent.kind(), sent.place(), sent.at() - 5_000, true));
        objects("poison is a dead letter");

        SentPoison late = run.poisons.removeFirst();
        run.poisons.add(new SentPoison(late.kind(), late.place(), late.at(), false));
        objects();
    }

    @Test
    void a_dead_letter_with_one_other_byte_is_found() {
        replace(dead("rushes.split-dlt"), letter -> {
            Raw raw = letter.raw().orElseThrow();
            Optional<String> value = raw.value().map(bytes -> bytes.replace('@', 'a'));
            return withRaw(letter, new Raw(raw.key(), value, raw.headers()));
        });
        objects("dead letters are byte for byte");
    }

    @Test
    void a_dead_letter_that_lost_a_header_is_found() {
        replace(dead("rushes.render-dlt"), letter -> {
            Raw raw = letter.raw().orElseThrow();
            return withRaw(letter, new Raw(raw.key(), raw.value(), List.of(new Header("other", "x"))));
        });
        objects("dead letters are byte for byte");
    }

    @Test
    void the_trace_of_the_first_try_may_stand_under_its_own_name_but_is_not_lost() {
        LogRecord render = run.of(HonestRun.GIVEN_UP, "rushes.render").getFirst();
        replace(render, original -> {
            Raw raw = original.raw().orElseThrow();
            return withRaw(original, new Raw(raw.key(), raw.value(), List.of(new Header("traceparent", "first"))));
        });
        headers(new Header("traceparent", "third"), new Header("rushes-first-traceparent", "first"));
        objects();

        headers(new Header("traceparent", "third"));
        objects("dead letters are byte for byte");
    }

    private void headers(Header... headers) {
        replace(dead("rushes.render-dlt"), letter -> {
            Raw raw = letter.raw().orElseThrow();
            return withRaw(letter, new Raw(raw.key(), raw.value(), List.of(headers)));
        });
    }

    @Test
    void a_record_that_can_still_succeed_is_no_dead_letter() {
        LogRecord unused = run.dead(
                FlowStage.RENDER, run.of(HonestRun.PLAIN, "rushes.render").getFirst(), 3);
        objects("only exhausted tries and poison are dead letters");
    }

    @Test
    void exhausted_tries_leave_a_dead_letter() {
        assertThat(run.records.remove(dead("rushes.render-dlt"))).isTrue();
        objects("only exhausted tries and poison are dead letters");
    }

    @Test
    void a_record_is_not_given_up_before_its_tries_are_used_up() {
        replace(
                dead("rushes.render-dlt"),
                letter -> withReturn(letter, its -> new Return(its.origin(), 2, 0, 0, "X", false)));
        objects("only exhausted tries and poison are dead letters");
    }

    @Test
    void a_retry_is_not_taken_up_before_it_is_due() {
        replace(
                run.of(HonestRun.RETRIED, "rushes.analysis-retry").getFirst(),
                retry -> withReturn(
                        retry,
                        its -> new Return(its.origin(), its.attempt(), 0, its.due() + 1_000, "NOT_THIS_TIME", false)));
        objects("retries are bounded, spaced and never early");
    }

    @Test
    void tries_are_bounded() {
        LogRecord unused = run.again(
                FlowStage.RENDER, run.of(HonestRun.GIVEN_UP, "rushes.render").getFirst(), 4);
        objects("retries are bounded, spaced and never early", "the lag went back to 0");
    }

    @Test
    void nothing_is_retried_that_does_not_fail() {
        LogRecord unused = run.again(
                FlowStage.SPLIT, run.of(HonestRun.PLAIN, "rushes.split").getFirst(), 2);
        objects("retries are bounded, spaced and never early", "the lag went back to 0");
    }

    @Test
    void lag_that_stays_is_found() {
        run.committed.merge(new Partition("rushes.timeline", 0), -1L, Long::sum);
        objects("the lag went back to 0");
    }

    @Test
    void a_receiver_that_died_is_found() {
        run.meters.put("service-2.1", Map.of(RuntimeMeter.RECEIVER_RESTARTS.meterName(), 1L));
        objects("no receiver died");
    }

    @Test
    void a_finding_reads_like_a_line_of_a_table() {
        Finding finding = new Finding("I7", "offsets have ended", Finding.count(41_203, "offsets"), "", List.of());
        assertThat(finding.lines().getFirst()).matches("I7 +PASS +offsets have ended +41,203 offsets");
        assertThat(new Finding("I7", "x", "1", "", List.of("job 1")).lines())
                .anyMatch(line -> line.contains("FAIL"))
                .anyMatch(line -> line.contains("job 1"));
    }

    private void objects(String... checks) {
        List<String> broken = Checker.check(run.dump(), Duration.ofSeconds(1)).stream()
                .filter(finding -> !finding.holds())
                .map(Finding::what)
                .toList();
        assertThat(broken).hasSize(checks.length);
        for (String check : checks) {
            assertThat(broken).anyMatch(what -> what.startsWith(check));
        }
    }

    private LogRecord dead(String topic) {
        return run.records.stream()
                .filter(record -> record.place().topic().equals(topic))
                .findFirst()
                .orElseThrow();
    }

    private void replace(LogRecord record, UnaryOperator<LogRecord> change) {
        int index = run.records.indexOf(record);
        LogRecord unused = run.records.set(index, change.apply(record));
    }

    private static LogRecord with(LogRecord record, Content content) {
        return new LogRecord(record.place(), record.timestamp(), content, record.returned(), record.raw());
    }

    private static LogRecord withRaw(LogRecord record, Raw raw) {
        return new LogRecord(record.place(), record.timestamp(), record.content(), record.returned(), Optional.of(raw));
    }

    private static LogRecord withReturn(LogRecord record, UnaryOperator<Return> change) {
        return new LogRecord(
                record.place(),
                record.timestamp(),
                record.content(),
                record.returned().map(change),
                record.raw());
    }
}
