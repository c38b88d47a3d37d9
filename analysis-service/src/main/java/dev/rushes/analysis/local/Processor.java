package dev.rushes.analysis.local;

import dev.rushes.analysis.domain.AnalyzerCost;
import dev.rushes.analysis.domain.CostMeter;
import dev.rushes.media.ffmpeg.ToolReport;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/** What work costs in processor time: of the thread that does it, or of the tool that did it. */
final class Processor {
    private static final String DECODE = "decode/1";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Processor() {}

    /** A meter for the thread that reads from it; by the clock where the machine can't tell a thread's time. */
    static CostMeter meter() {
        return new CostMeter(
                THREADS.isCurrentThreadCpuTimeSupported() ? THREADS::getCurrentThreadCpuTime : System::nanoTime);
    }

    /** The tool's own cost in front of the detectors'. */
    static List<AnalyzerCost> withDecode(ToolReport report, List<AnalyzerCost> detectors) {
        List<AnalyzerCost> costs = new ArrayList<>();
        costs.add(new AnalyzerCost(DECODE, report.cpu()));
        costs.addAll(detectors);
        return List.copyOf(costs);
    }
}
