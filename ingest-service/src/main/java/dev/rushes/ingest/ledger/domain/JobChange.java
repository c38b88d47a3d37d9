package dev.rushes.ingest.ledger.domain;

import dev.rushes.ingest.ledger.domain.JobLife.Drop;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a batch of facts does to one job.
 *
 * @param job the job afterwards
 * @param touched whether anything is to be written at all
 * @param logged facts that enter the job's log, under numbers that go on without a gap
 * @param counted units that are finished now
 * @param chunks news about chunks, in order; a later one completes an earlier one of the same chunk
 * @param spent what tries have cost, each counted for the first time
 * @param films films of the current run, by name
 * @param dropped how many facts changed nothing, and why
 */
public record JobChange(
        Job job,
        boolean touched,
        List<Logged> logged,
        List<Seen.Unit> counted,
        List<Section.Chunk> chunks,
        List<JobFact> spent,
        Map<String, Film> films,
        Map<Drop, Integer> dropped) {

    /** A fact under its number in the job's log. */
    public record Logged(long sequence, JobFact fact) {}

    /** A film and the run that made it. */
    public record Film(int run, Section.Film film) {}

    /** Collects while facts are added. */
    static final class Builder {
        private final List<Logged> logged = new ArrayList<>();
        private final List<Seen.Unit> counted = new ArrayList<>();
        private final List<Section.Chunk> chunks = new ArrayList<>();
        private final List<JobFact> spent = new ArrayList<>();
        private final Map<String, Film> films = new LinkedHashMap<>();
        private final Map<Drop, Integer> dropped = new EnumMap<>(Drop.class);
        private boolean touched;

        void touched() {
            touched = true;
        }

        void logged(long sequence, JobFact fact) {
            logged.add(new Logged(sequence, fact));
        }

        void counted(Seen.Unit unit) {
            counted.add(unit);
        }

        void chunk(Section.Chunk chunk) {
            chunks.add(chunk);
        }

        void spent(JobFact fact) {
            spent.add(fact);
        }

        void film(int run, Section.Film film) {
            films.put(film.name(), new Film(run, film));
        }

        void dropped(Drop why) {
            dropped.merge(why, 1, Integer::sum);
        }

        JobChange build(Job job) {
            return new JobChange(
                    job,
                    touched,
                    List.copyOf(logged),
                    List.copyOf(counted),
                    List.copyOf(chunks),
                    List.copyOf(spent),
                    Map.copyOf(films),
                    Map.copyOf(dropped));
        }
    }
}
