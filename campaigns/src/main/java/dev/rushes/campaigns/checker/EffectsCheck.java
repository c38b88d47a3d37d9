package dev.rushes.campaigns.checker;

import dev.rushes.campaigns.dump.Content;
import dev.rushes.campaigns.dump.Dump.FaultWindow;
import dev.rushes.campaigns.dump.LogRecord;
import dev.rushes.campaigns.plan.PlannedJob;
import dev.rushes.campaigns.plan.Trouble;
import dev.rushes.campaigns.stub.Artifacts.Artifact;
import dev.rushes.campaigns.stub.EffectKey;
import dev.rushes.campaigns.stub.EffectLog.Line;
import dev.rushes.campaigns.stub.EffectLog.Verb;
import dev.rushes.flow.FlowStage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** No work has two effects, every effect is told once, and nothing was done that nobody asked for. */
final class EffectsCheck {
    private final Index index;
    private final Map<EffectKey, List<Line>> lines = new HashMap<>();

    EffectsCheck(Index index) {
        this.index = index;
        index.dump.lines().forEach(line -> lines.computeIfAbsent(line.key(), none -> new ArrayList<>())
                .add(line));
    }

    /** At most one effect was accepted for a piece of work, and whatever is said about the work names that one. */
    Finding oneEffect() {
        List<String> breaches = new ArrayList<>();
        lines.forEach((key, all) -> {
            List<Line> accepted =
                    all.stream().filter(line -> line.verb() == Verb.ACCEPT).toList();
            if (accepted.size() > 1) {
                breaches.add("two effects of " + key.text() + ": " + accepted);
            }
            accepted.forEach(line -> compare(key, line.effect(), "the worker's record", breaches));
        });
        index.facts.forEach((key, facts) -> facts.forEach(fact -> compare(
                key, ((Content.Fact) fact.content()).effect(), fact.place().toString(), breaches)));
        return new Finding("I6", "one effect for each unit of work", Finding.count(works(), "effects"), "", breaches);
    }

    private long works() {
        return index.dump.artifacts().keySet().stream()
                .filter(key -> !key.unit().startsWith("part-"))
                .count();
    }

    private void compare(EffectKey key, String effect, String where, List<String> breaches) {
        Artifact artifact = index.dump.artifacts().get(key);
        if (artifact == null || !artifact.effect().equals(effect)) {
            breaches.add("effect " + effect + " of " + key.text() + " in " + where
                    + " is not the one that was accepted: " + artifact);
        }
    }

    /** A completed job has done all its work; each unit of it is told under one identifier. */
    Finding allTold() {
        List<String> breaches = new ArrayList<>();
        long facts = 0;
        long again = 0;
        for (Map.Entry<EffectKey, List<LogRecord>> told : index.facts.entrySet()) {
            Set<Object> ids = new HashSet<>();
            told.getValue().forEach(fact -> ids.add(((Content.Fact) fact.content()).eventId()));
            facts += ids.size();
            again += told.getValue().size() - ids.size();
            if (ids.size() > 1) {
                breaches.add(told.getKey().text() + " is told under " + ids.size() + " identifiers: "
                        + told.getValue().stream().map(LogRecord::place).toList());
            }
        }
        for (PlannedJob job : index.jobs.values()) {
            if (job.end() == PlannedJob.End.COMPLETED) {
                for (PlannedJob.Unit unit : job.units()) {
                    EffectKey key = new EffectKey(job.id(), unit.stage(), unit.name());
                    if (!index.dump.artifacts().containsKey(key)) {
                        breaches.add(key.text() + " has no effect, though its job should be complete");
                    }
                }
            }
        }
        return new Finding(
                "I6",
                "facts have one identifier, completed jobs all effects",
                Finding.count(facts, "facts"),
                Finding.count(again, "told again"),
                breaches);
    }

    /** Every effect and fact belongs to a job that was asked for. */
    Finding noPhantom() {
        List<String> breaches = new ArrayList<>();
        Set<EffectKey> all = new HashSet<>(index.facts.keySet());
        all.addAll(index.dump.artifacts().keySet());
        for (EffectKey key : all) {
            if (!index.plans.containsKey(key.job())) {
                breaches.add(key.text() + " belongs to no job that was asked for");
            }
        }
        return new Finding(
                "I1", "nothing that nobody asked for", Finding.count(all.size(), "units of work"), "", breaches);
    }

    /** Work is begun again only where a plan or a fault says so. */
    Finding repeatedWork() {
        List<String> breaches = new ArrayList<>();
        long starts = 0;
        long extra = 0;
        int most = 0;
        for (Map.Entry<EffectKey, List<Line>> work : lines.entrySet()) {
            List<Line> begun = work.getValue().stream()
                    .filter(line -> line.verb() == Verb.START)
                    .toList();
            starts += begun.size();
            int repeats = begun.size() - 1;
            if (repeats > 0 && !isPlanned(work.getKey())) {
                extra += repeats;
                most = Math.max(most, repeats);
                long first = begun.stream().mapToLong(Line::at).min().orElse(0);
                long last = begun.stream().mapToLong(Line::at).max().orElse(0);
                if (!toldAgain(work.getKey()) && !disturbed(first, last)) {
                    breaches.add(work.getKey().text() + " was begun " + begun.size() + " times between " + first
                            + " and " + last + ", and no fault explains it");
                }
            }
        }
        return new Finding(
                "I6",
                "work is repeated only after a fault",
                Finding.count(starts, "starts"),
                Finding.count(extra, "repeated") + ", at most " + most + " for a unit",
                breaches);
    }

    /**
     * A try that fails by plan is made again, and what it had told before is told again, so that later stages find their work done.
     */
    private boolean isPlanned(EffectKey key) {
        PlannedJob job = index.plans.get(key.job());
        return job != null
                && job.trouble() instanceof Trouble.Failing failing
                && failing.stage().compareTo(key.stage()) <= 0;
    }

    /** What was told again upstream is done again here, however long it waited in the log; the cause is upstream. */
    private boolean toldAgain(EffectKey key) {
        return inputs(key).stream().anyMatch(input -> index.factsOf(input).size() > 1);
    }

    private List<EffectKey> inputs(EffectKey key) {
        UUID job = key.job();
        return switch (key.stage()) {
            case UPLOAD, WEBHOOKS -> List.of();
            case SPLIT -> List.of(new EffectKey(job, FlowStage.UPLOAD, ""));
            case ANALYSIS -> List.of(new EffectKey(job, FlowStage.SPLIT, key.unit()));
            case TIMELINE -> parts(job);
            case RENDER -> List.of(new EffectKey(job, FlowStage.TIMELINE, ""));
        };
    }

    private List<EffectKey> parts(UUID job) {
        List<EffectKey> parts = new ArrayList<>(List.of(new EffectKey(job, FlowStage.SPLIT, "")));
        PlannedJob plan = index.plans.get(job);
        for (int chunk = 0; plan != null && chunk < plan.chunks(); chunk++) {
            parts.add(new EffectKey(job, FlowStage.ANALYSIS, PlannedJob.chunkName(chunk)));
        }
        return parts;
    }

    /** Faults are felt for a while after they end: sessions run out, and what was read but not committed comes again. */
    private boolean disturbed(long first, long last) {
        for (FaultWindow fault : index.dump.faults()) {
            if (fault.start() <= last && fault.end() + Checker.AFTERMATH.toMillis() >= first) {
                return true;
            }
        }
        return false;
    }
}
