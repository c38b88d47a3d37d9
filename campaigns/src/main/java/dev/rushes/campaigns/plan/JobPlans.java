package dev.rushes.campaigns.plan;

import dev.rushes.flow.FlowStage;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** The jobs of a campaign: job number n of a seed is always the same. */
public final class JobPlans {
    private static final int TENANTS = 5;
    private static final double TWO_CHUNKS = 0.25;
    private static final double BAD_FOOTAGE = 0.01;
    private static final double GIVEN_UP = 0.005;
    private static final double TRANSIENT = 0.06;

    private final long seed;

    public JobPlans(long seed) {
        this.seed = seed;
    }

    public PlannedJob job(int number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003L + number);
        UUID id = new UUID(
                (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L,
                (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L);
        int chunks = random.nextDouble() < TWO_CHUNKS ? 2 : 1;
        return new PlannedJob(id, "tenant-" + random.nextInt(TENANTS), chunks, trouble(random, chunks));
    }

    private static Trouble trouble(SplittableRandom random, int chunks) {
        double dice = random.nextDouble();
        if (dice < BAD_FOOTAGE) {
            return new Trouble.BadFootage();
        }
        if (dice < BAD_FOOTAGE + GIVEN_UP) {
            return failing(random, chunks, PlannedJob.ATTEMPTS, false);
        }
        if (dice < BAD_FOOTAGE + GIVEN_UP + TRANSIENT) {
            return failing(random, chunks, 1 + random.nextInt(PlannedJob.ATTEMPTS - 1), random.nextBoolean());
        }
        return new Trouble.None();
    }

    private static Trouble failing(SplittableRandom random, int chunks, int tries, boolean afterEffect) {
        // The timeline has no unit that always sees the last of the chunks, so its tries can't be planned.
        List<FlowStage> stages = List.of(FlowStage.UPLOAD, FlowStage.SPLIT, FlowStage.ANALYSIS, FlowStage.RENDER);
        FlowStage stage = stages.get(random.nextInt(stages.size()));
        String unit = stage == FlowStage.ANALYSIS ? PlannedJob.chunkName(random.nextInt(chunks)) : "";
        return new Trouble.Failing(stage, unit, tries, afterEffect);
    }
}
