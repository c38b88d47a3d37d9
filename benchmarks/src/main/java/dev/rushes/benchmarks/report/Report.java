package dev.rushes.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a benchmark found: tables for people, the same rows for programs, and verdicts. */
public final class Report {
    private final String name;
    private final List<String> notes = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Map<String, List<Map<String, Object>>> tables = new LinkedHashMap<>();

    public Report(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Adds a row to a table; the columns are the keys of its first row. */
    public void row(String table, Map<String, Object> cells) {
        tables.computeIfAbsent(table, none -> new ArrayList<>()).add(cells);
    }

    public void note(String sentence) {
        notes.add(sentence);
    }

    /** Compares a figure with its target. */
    public void target(String what, double figure, String comparison, double target) {
        boolean met = comparison.equals("<=") ? figure <= target : figure >= target;
        verdicts.add(new Verdict(what, figure, comparison, target, met, false));
    }

    /** Something that must hold, else the figures mean nothing. */
    public void gate(String what, boolean holds) {
        verdicts.add(new Verdict(what, holds ? 1 : 0, ">=", 1, holds, true));
    }

    public boolean allMet() {
        return verdicts.stream().allMatch(Verdict::met);
    }

    public List<Verdict> verdicts() {
        return List.copyOf(verdicts);
    }

    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("benchmark", name);
        map.put("verdicts", verdicts);
        map.put("notes", notes);
        map.put("tables", tables);
        return map;
    }

    public String asText() {
        StringBuilder text = new StringBuilder("== " + name + "\n");
        tables.forEach((title, rows) -> text.append('\n').append(Table.of(title, rows)));
        notes.forEach(note -> text.append("\n* ").append(note));
        text.append("\n\n");
        verdicts.forEach(verdict -> text.append(verdict.asText()).append('\n'));
        return text.toString();
    }

    /**
     * A figure beside its target.
     *
     * @param isGate whether the other figures mean nothing unless it is met
     */
    public record Verdict(String what, double figure, String comparison, double target, boolean met, boolean isGate) {
        String asText() {
            if (isGate) {
                return (met ? "HOLDS   " : "BROKEN  ") + what;
            }
            return String.format(
                    Locale.ROOT, "%s  %s: %.3f (%s %.3f)", met ? "MET   " : "MISSED", what, figure, comparison, target);
        }
    }
}
