package dev.rushes.campaigns.checker;

import dev.rushes.runtime.observe.RuntimeMeter;
import java.util.ArrayList;
import java.util.List;

/** No consumer died. */
final class ReceiversCheck {
    private final Index index;

    ReceiversCheck(Index index) {
        this.index = index;
    }

    Finding receivers() {
        List<String> breaches = new ArrayList<>();
        index.dump.meters().forEach((worker, meters) -> {
            long restarts = meters.getOrDefault(RuntimeMeter.RECEIVER_RESTARTS.meterName(), 0L);
            if (restarts > 0) {
                breaches.add(worker + " had to replace " + restarts + " consumers; see its log");
            }
        });
        return new Finding(
                "I14",
                "no receiver died",
                Finding.count(index.dump.meters().size(), "processes"),
                Finding.count(sum(RuntimeMeter.COMMIT_FAILURES), "commits failed and were repeated") + ", "
                        + Finding.count(sum(RuntimeMeter.SEND_FAILURES), "sends") + ", "
                        + Finding.count(sum(RuntimeMeter.REPEATS), "records found done"),
                breaches);
    }

    private long sum(RuntimeMeter meter) {
        return index.dump.meters().values().stream()
                .mapToLong(meters -> meters.getOrDefault(meter.meterName(), 0L))
                .sum();
    }
}
