package dev.rushes.campaigns.brokers;

import dev.rushes.campaigns.checker.Finding;
import dev.rushes.campaigns.dump.Dump;
import dev.rushes.campaigns.dump.Dump.FaultWindow;
import dev.rushes.campaigns.dump.Dumper;
import dev.rushes.campaigns.dump.LogRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a campaign prints at its end. */
record Report(CampaignSettings settings, Dump dump, List<Finding> findings, Duration took) {

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "campaign brokers --jobs %d --seed %d: %,d jobs, %,d stage records, %,d events in %d min %d s",
                settings.jobs(),
                settings.seed(),
                dump.asked().size(),
                stageRecords(),
                events(),
                took.toMinutes(),
                took.toSecondsPart()));
        lines.add("faults: " + faults());
        lines.add("");
        findings.forEach(finding -> lines.addAll(finding.lines()));
        long broken = findings.stream().filter(finding -> !finding.holds()).count();
        lines.add("");
        lines.add(
                broken == 0
                        ? "all hold"
                        : broken + " do not hold; evidence is in " + settings.folder() + "; seed " + settings.seed());
        return lines;
    }

    private long stageRecords() {
        List<String> read = Dumper.groups();
        return dump.records().stream()
                .map(LogRecord::place)
                .filter(place -> read.contains(place.topic()))
                .count();
    }

    private long events() {
        return dump.records().stream()
                .filter(record -> record.place().topic().equals("rushes.events"))
                .count();
    }

    private String faults() {
        Map<String, Long> counts = dump.faults().stream()
                .collect(Collectors.groupingBy(FaultWindow::fault, TreeMap::new, Collectors.counting()));
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
    }
}
