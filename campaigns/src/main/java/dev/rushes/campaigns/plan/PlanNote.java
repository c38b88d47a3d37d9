package dev.rushes.campaigns.plan;

import dev.rushes.campaigns.plan.Trouble.Failing;
import dev.rushes.flow.FlowStage;
import java.util.HashMap;
import java.util.Map;

/** What a stub stage must know of a plan; it travels in the extra options of the job. */
public record PlanNote(int chunks, Trouble trouble) {
    private static final String CHUNKS = "chunks";
    private static final String TROUBLE = "trouble";
    private static final String BAD = "bad-footage";

    public static Map<String, String> write(PlannedJob job) {
        Map<String, String> note = new HashMap<>();
        note.put(CHUNKS, Integer.toString(job.chunks()));
        switch (job.trouble()) {
            case Trouble.None none -> {}
            case Trouble.BadFootage bad -> note.put(TROUBLE, BAD);
            case Failing failing ->
                note.put(
                        TROUBLE,
                        failing.stage().label() + ":" + failing.unit() + ":" + failing.tries() + ":"
                                + failing.afterEffect());
        }
        return note;
    }

    /** @throws IllegalArgumentException if the options are not those of a campaign */
    public static PlanNote read(Map<String, String> extra) {
        String chunks = extra.get(CHUNKS);
        if (chunks == null) {
            throw new IllegalArgumentException("Expected a job of a campaign, but its options say nothing of chunks");
        }
        String trouble = extra.getOrDefault(TROUBLE, "");
        return new PlanNote(Integer.parseInt(chunks), trouble(trouble));
    }

    private static Trouble trouble(String text) {
        if (text.isEmpty()) {
            return new Trouble.None();
        }
        if (text.equals(BAD)) {
            return new Trouble.BadFootage();
        }
        String[] parts = text.split(":", -1);
        return new Failing(
                FlowStage.ofLabel(parts[0]), parts[1], Integer.parseInt(parts[2]), Boolean.parseBoolean(parts[3]));
    }

    /** Whether this try of the unit fails by plan, at that moment. */
    public boolean fails(FlowStage stage, String unit, int attempt, boolean afterEffect) {
        return trouble instanceof Failing failing
                && failing.stage() == stage
                && failing.unit().equals(unit)
                && failing.afterEffect() == afterEffect
                && attempt <= failing.tries();
    }
}
