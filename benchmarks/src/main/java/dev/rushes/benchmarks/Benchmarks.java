package dev.rushes.benchmarks;

import dev.rushes.benchmarks.contenders.Kind;
import dev.rushes.benchmarks.contenders.Work;
import dev.rushes.benchmarks.drain.DrainBenchmark;
import dev.rushes.benchmarks.events.EventsBenchmark;
import dev.rushes.benchmarks.events.Load;
import dev.rushes.benchmarks.fairness.FairnessBenchmark;
import dev.rushes.benchmarks.latency.LatencyBenchmark;
import dev.rushes.benchmarks.quality.QualityBenchmark;
import dev.rushes.benchmarks.report.Report;
import dev.rushes.benchmarks.retries.RetriesBenchmark;
import dev.rushes.benchmarks.stuck.StuckBenchmark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Runs the benchmarks that are named, prints what they found and keeps it as JSON. */
public final class Benchmarks {
    private static final Map<String, Function<Path, Report>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("events", Benchmarks::events);
        ALL.put("stuck", Benchmarks::stuck);
        ALL.put("retries", folder -> new RetriesBenchmark(folder, 1_000, Duration.ofSeconds(60)).run());
        ALL.put(
                "fairness",
                folder -> new FairnessBenchmark(folder, 10_000, Integer.getInteger("rushes.bench.rounds", 2)).run());
        ALL.put("latency", folder -> new LatencyBenchmark(folder, 1_000, 1_500, 1).run());
        ALL.put("quality", Benchmarks::quality);
        ALL.put("drain", folder -> new DrainBenchmark(folder, 1_000, Duration.ofMillis(400)).run());
    }

    private Benchmarks() {}

    /** @param arguments names of benchmarks, or "all" */
    public static void main(String[] arguments) throws IOException {
        List<String> names = List.of(arguments).equals(List.of("all")) ? List.copyOf(ALL.keySet()) : List.of(arguments);
        if (names.isEmpty() || !ALL.keySet().containsAll(names)) {
            System.err.println("Expected some of " + ALL.keySet() + " or all, but got " + names);
            System.exit(2);
        }
        boolean met = true;
        for (String name : names) {
            Path folder = Files.createTempDirectory("rushes-bench-");
            try {
                Report report =
                        ALL.getOrDefault(name, unknown -> new Report(name)).apply(folder);
                System.out.println(report.asText());
                keep(report);
                met &= report.allMet();
            } finally {
                delete(folder);
            }
        }
        System.exit(met ? 0 : 1);
    }

    private static Report events(Path folder) {
        List<Kind> kinds = Stream.of(
                        System.getProperty("rushes.bench.kinds", "").split(",", -1))
                .filter(kind -> !kind.isBlank())
                .map(Kind::valueOf)
                .toList();
        Load load = new Load(
                Integer.getInteger("rushes.bench.warm-up", 400_000),
                Integer.getInteger("rushes.bench.records", 150_000),
                Duration.ofSeconds(30));
        List<Work> works = System.getProperty("rushes.bench.pause") == null
                ? List.of(Work.NONE, Work.TEN_MILLISECONDS)
                : List.of(new Work(Duration.ofMillis(Integer.getInteger("rushes.bench.pause")), false));
        return new EventsBenchmark(
                        folder,
                        load,
                        Integer.getInteger("rushes.bench.rounds", 1),
                        kinds.isEmpty() ? List.of(Kind.values()) : kinds,
                        !Boolean.getBoolean("rushes.bench.no-bullmq"))
                .run(works);
    }

    private static Report quality(Path folder) {
        Path home = Path.of(System.getProperty("rushes.bench.home", "."));
        Path media = Path.of(System.getProperty(
                "rushes.bench.media", home.resolve("../../shared/media/good").toString()));
        List<Path> references = Stream.of(System.getProperty(
                                "rushes.bench.references",
                                home.resolve("analysis-quality/references").toString())
                        .split(",", -1))
                .map(Path::of)
                .toList();
        QualityBenchmark.Sizes sizes = new QualityBenchmark.Sizes(
                Integer.getInteger("rushes.bench.films", 12),
                Integer.getInteger("rushes.bench.films", 12),
                Integer.getInteger("rushes.bench.tracks", 10),
                !Boolean.getBoolean("rushes.bench.no-costs"));
        return new QualityBenchmark(folder, media, sizes).run(references);
    }

    private static Report stuck(Path folder) {
        Load load = new Load(20_000, 80_000, Duration.ofSeconds(15));
        List<Kind> kinds = List.of(Kind.RUNTIME, Kind.PARALLEL_CONSUMER, Kind.REACTOR_FLOW, Kind.PLAIN_LOOP);
        return new StuckBenchmark(folder, load, Integer.getInteger("rushes.bench.rounds", 1), kinds).run();
    }

    private static void keep(Report report) throws IOException {
        Path results = Path.of(System.getProperty("rushes.bench.home", "."), "results");
        Files.createDirectories(results);
        Map<String, Object> all = new LinkedHashMap<>(report.asMap());
        all.put("at", Instant.now().toString());
        all.put("processors", Runtime.getRuntime().availableProcessors());
        all.put("java", Runtime.version().toString());
        JsonMapper json = JsonMapper.builder().build();
        Files.writeString(
                results.resolve(report.name() + ".json"),
                json.writerWithDefaultPrettyPrinter().writeValueAsString(all));
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to delete " + folder + ", but: " + e.getMessage(), e);
        }
    }
}
