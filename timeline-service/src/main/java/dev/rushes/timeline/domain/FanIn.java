package dev.rushes.timeline.domain;

import dev.rushes.timeline.domain.FanInState.Assembly;
import dev.rushes.timeline.domain.FanInState.Count;
import java.util.UUID;

/**
 * Decides when a job's chunks are complete. One input triggers the assembly: the one whose recording leaves no index missing. It stays the
 * trigger for ever, so that after a crash exactly its redelivery, and nobody else's, resumes or re-announces:
 *
 * <pre>
 *             no assembly yet                          assembly begun (its set of chunks is frozen)
 *   input     split unknown or index missing: wait     trigger again, no result: assemble the same set again
 *             nothing missing: claim and assemble      trigger again, result:    announce it again
 *                                                      findings for a gap:       fill it, keep the cut
 *                                                      anything else:            ignore
 * </pre>
 */
public final class FanIn {
    private FanIn() {}

    public static FanInDecision decide(UUID eventId, FanInState state) {
        return state.assembly()
                .map(assembly -> afterwards(eventId, assembly, state.fillsGap()))
                .orElseGet(() -> before(state));
    }

    private static FanInDecision before(FanInState state) {
        if (state.count().isEmpty()) {
            return new FanInDecision.Wait(0, 0);
        }
        Count count = state.count().get();
        if (count.missing() > 0) {
            return new FanInDecision.Wait(count.expected() - count.missing(), count.expected());
        }
        return state.newerRunAssembled()
                ? new FanInDecision.Ignore("A later run of this job already has its cut")
                : new FanInDecision.Assemble();
    }

    private static FanInDecision afterwards(UUID eventId, Assembly assembly, boolean fillsGap) {
        if (fillsGap) {
            return new FanInDecision.FillGap();
        }
        if (!assembly.trigger().equals(eventId)) {
            return new FanInDecision.Ignore("The cut was decided before");
        }
        return assembly.result().<FanInDecision>map(FanInDecision.Announce::new).orElseGet(FanInDecision.Assemble::new);
    }
}
