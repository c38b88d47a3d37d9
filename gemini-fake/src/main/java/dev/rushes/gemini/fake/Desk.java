package dev.rushes.gemini.fake;

import dev.rushes.gemini.fake.check.Rejection;
import dev.rushes.gemini.fake.http.Request;
import dev.rushes.gemini.fake.scenario.Fault;
import dev.rushes.gemini.fake.scenario.Route;
import dev.rushes.gemini.fake.scenario.Scenario;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What all parts of the API share: whose request it is, and which fault befalls it. Not safe for threads. */
public final class Desk {
    private final Set<String> keys;
    private final Clock clock;
    private Scenario scenario = new Scenario(1, List.of());
    private Optional<Fault> struck = Optional.empty();
    private Optional<Route> route = Optional.empty();
    private String model = "";

    Desk(Set<String> keys, Clock clock) {
        this.keys = Set.copyOf(keys);
        this.clock = clock;
    }

    void follow(Scenario its) {
        scenario = its;
    }

    void next() {
        struck = Optional.empty();
        route = Optional.empty();
        model = "";
    }

    /** The fault of this request, if it meets one. To be asked once for each request. */
    public Optional<Fault> fault(Route its, List<String> words) {
        route = Optional.of(its);
        struck = scenario.next(its, words);
        return struck;
    }

    /** Which model the request is for. */
    public void asks(String name) {
        model = name;
    }

    /** @throws Rejection if the request has no key, or one that nobody knows */
    public void letIn(Request request) {
        String key =
                request.header("x-goog-api-key").orElseGet(() -> request.query().getOrDefault("key", ""));
        if (key.isEmpty()) {
            throw new Rejection(GoogleError.noKey());
        }
        if (!keys.contains(key)) {
            throw new Rejection(GoogleError.badKey());
        }
    }

    JournalEntry entry(Request request, int status) {
        return new JournalEntry(
                clock.instant(),
                route,
                request.method() + " " + request.path(),
                model,
                status,
                struck,
                request.query().containsKey("key"),
                request.body().length <= 4 << 20
                        ? new String(request.body(), java.nio.charset.StandardCharsets.ISO_8859_1)
                        : "");
    }
}
