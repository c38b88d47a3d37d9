package dev.rushes.standalone;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code rushes check}: whether a Rushes that runs has everything that it needs. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "See whether a Rushes that runs has everything that it needs, and what to do where it has not.",
            "Ends with 0 if it works, and with 3 if something is broken."
        })
final class CheckCommand extends Asking {
    private static final String API = "api/v1/system";

    @Option(names = "--json", description = "Print the answer as it comes.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode answer = client().get(API);
        if (json) {
            System.out.println(answer);
        } else {
            lines(answer).forEach(System.out::println);
        }
        return answer.path("state").asString().equals("BROKEN") ? 3 : 0;
    }

    /** A line for each check, and one more where there is something to do. */
    static List<String> lines(JsonNode answer) {
        if (answer.path("checks").isEmpty()) {
            return List.of("It has just started and has not looked yet. Ask again in a few seconds.");
        }
        return answer.path("checks")
                .valueStream()
                .flatMap(check -> {
                    String line = "%-8s %-13s %s"
                            .formatted(
                                    check.path("state").asString(),
                                    check.path("name").asString(),
                                    check.path("message").asString());
                    String advice = check.path("advice").asString("");
                    return advice.isEmpty()
                            ? java.util.stream.Stream.of(line)
                            : java.util.stream.Stream.of(line, " ".repeat(23) + advice);
                })
                .toList();
    }
}
