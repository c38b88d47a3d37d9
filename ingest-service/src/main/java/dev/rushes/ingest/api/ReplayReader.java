package dev.rushes.ingest.api;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.access.Caller;
import dev.rushes.runtime.deadletters.LetterFilter;
import dev.rushes.runtime.deadletters.LetterPlace;
import dev.rushes.runtime.deadletters.ReplayOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads which dead letters somebody means, and what to do with them. Strict: a typo in a filter would replay everything. */
final class ReplayReader {
    private static final Map<String, FlowStage> STAGES =
            Arrays.stream(FlowStage.values()).collect(Collectors.toMap(FlowStage::label, stage -> stage));
    private static final String EXAMPLE = "{\"places\": [\"rushes.split-dlt-2@17\"], \"dryRun\": true}";
    private static final String[] FILTER = {"stage", "tenant", "code", "job", "fingerprint", "from", "until", "replayed"
    };
    private static final int TEXT = 200;
    private static final int CURSOR = 40_000;
    private static final int REASON = 500;
    private static final int MOST_PLACES = 1_000;
    private static final double SLOWEST = 0.01;
    private static final double FASTEST = 10_000;
    private static final int MOST_RECORDS = 10_000;

    private ReplayReader() {}

    /** Checks that a form holds a filter and these fields, and nothing else. */
    static LetterFilter filter(Form form, String... more) {
        form.only(Stream.of(FILTER, more).flatMap(Arrays::stream).toArray(String[]::new));
        return filter(form);
    }

    private static LetterFilter filter(Form form) {
        return new LetterFilter(
                form.oneOf("stage", STAGES),
                form.text("tenant", TEXT),
                form.text("code", TEXT),
                form.id("job"),
                form.text("fingerprint", TEXT),
                form.moment("from"),
                form.moment("until"),
                form.choice("replayed"));
    }

    /** @throws ApiProblem that names everything that is wrong */
    static ReplayOrder order(Caller caller, byte[] body) {
        Form form = Form.ofJson(StrictJson.object(body, EXAMPLE));
        form.only("places", "filter", "cursor", "dryRun", "ratePerSecond", "limit", "reason");
        if (form.has("places") == form.has("filter")) {
            form.fault("places", "Expected either places or a filter; an empty filter means every letter.");
        }
        if (form.has("places") && form.has("cursor")) {
            form.fault("cursor", "Expected a cursor only together with the filter that it belongs to.");
        }
        ReplayOrder order = new ReplayOrder(
                caller.name(),
                form.text("reason", REASON).orElse(""),
                form.has("places") ? places(form) : matching(form),
                form.flag("dryRun"),
                form.decimal("ratePerSecond", SLOWEST, FASTEST)
                        .map(OptionalDouble::of)
                        .orElse(OptionalDouble.empty()),
                form.wholeNumber("limit", 1, MOST_RECORDS).map(OptionalInt::of).orElse(OptionalInt.empty()));
        form.check();
        return order;
    }

    private static ReplayOrder.Selection places(Form form) {
        List<LetterPlace> places = form.list("places", MOST_PLACES, LetterPlace::parse);
        return new ReplayOrder.Selection.Places(places);
    }

    /** Letters that have been replayed are left out unless they are asked for, so that the same call twice does not replay twice. */
    private static ReplayOrder.Selection matching(Form form) {
        LetterFilter asked = filter(form.inside("filter"), new String[0]);
        LetterFilter filter = new LetterFilter(
                asked.stage(),
                asked.tenant(),
                asked.code(),
                asked.job(),
                asked.fingerprint(),
                asked.from(),
                asked.until(),
                asked.replayed().or(() -> Optional.of(false)));
        return new ReplayOrder.Selection.Matching(filter, form.text("cursor", CURSOR));
    }
}
