package dev.rushes.standalone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Shows the stages of one job: as a block that redraws itself, or as one line for each change of state. */
final class JobView {
    private static final int BAR = 24;

    private final Terminal terminal;
    private final Map<String, String> last = new HashMap<>();

    JobView(Terminal terminal) {
        this.terminal = terminal;
    }

    void show(JsonNode job) {
        List<String> lines = new ArrayList<>();
        for (JsonNode stage : job.path("progress").path("stages")) {
            lines.add(line(stage));
            tellChange(stage);
        }
        terminal.block(lines);
    }

    private String line(JsonNode stage) {
        double percent = stage.path("percent").asDouble();
        int full = (int) Math.round(percent / 100 * BAR);
        String bar = "█".repeat(full) + terminal.dim("░".repeat(BAR - full));
        String state = stage.path("state").asString();
        return "  %-9s %s %3.0f %%  %s"
                .formatted(
                        stage.path("name").asString(),
                        bar,
                        percent,
                        state.equals("WAITING") ? terminal.dim("waiting") : detail(stage));
    }

    private static String detail(JsonNode stage) {
        int total = stage.path("unitsTotal").asInt(0);
        String units = total > 1 ? stage.path("unitsDone").asInt() + " of " + total + " chunks  " : "";
        String attempt = stage.path("attempt").asInt(1) > 1
                ? "try " + stage.path("attempt").asInt() + "  "
                : "";
        return units + attempt + stage.path("message").asString("");
    }

    private void tellChange(JsonNode stage) {
        String name = stage.path("name").asString();
        String state = stage.path("state").asString();
        if (!state.equals(last.put(name, state)) && !terminal.isLive() && !state.equals("WAITING")) {
            terminal.line("  %-9s %s".formatted(name, state.toLowerCase(java.util.Locale.ROOT)));
        }
    }
}
