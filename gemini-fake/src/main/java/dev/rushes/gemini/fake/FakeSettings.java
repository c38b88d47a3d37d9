package dev.rushes.gemini.fake;

import dev.rushes.gemini.fake.answer.Answers;
import dev.rushes.gemini.fake.answer.PlausibleAnswers;
import dev.rushes.gemini.fake.generation.FilmOrder;
import dev.rushes.gemini.fake.quota.Quota;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * How the fake is set up.
 *
 * @param keys keys that it knows
 * @param models models that it has
 * @param retired models that it had
 * @param quota what a key may ask of each model
 * @param largestRequest most bytes of a request to a model; the documentation says 20 MB
 * @param pollsUntilActive looks at a file until a film is ready
 * @param clock time of files and quotas
 * @param answers what the model says
 * @param studio what comes out of it when it is asked for a film; not a film, unless somebody gives one
 */
public record FakeSettings(
        Set<String> keys,
        List<String> models,
        Set<String> retired,
        Quota quota,
        long largestRequest,
        int pollsUntilActive,
        Clock clock,
        Answers answers,
        Function<FilmOrder, byte[]> studio) {
    /** The key of a fake that was not given others. It opens nothing anywhere else. */
    public static final String KEY = "fake-key";

    /** Not a film; long enough to be cut off. */
    private static final byte[] NO_FILM = "ftypfake".repeat(512).getBytes(StandardCharsets.US_ASCII);

    public FakeSettings {
        keys = Set.copyOf(keys);
        models = List.copyOf(models);
        retired = Set.copyOf(retired);
    }

    public static FakeSettings with(Clock clock) {
        return new FakeSettings(
                Set.of(KEY),
                List.of("gemini-3.5-flash-lite", "gemini-3.8-flash", "gemini-3.1-flash-lite", "gemini-3.1-pro-preview"),
                Set.of("gemini-2.5-flash", "gemini-2.5-pro", "gemini-2.0-flash"),
                Quota.NONE,
                20L << 20,
                1,
                clock,
                new PlausibleAnswers(1),
                _ -> NO_FILM);
    }

    public FakeSettings with(Quota its) {
        return new FakeSettings(keys, models, retired, its, largestRequest, pollsUntilActive, clock, answers, studio);
    }

    public FakeSettings with(Answers its) {
        return new FakeSettings(keys, models, retired, quota, largestRequest, pollsUntilActive, clock, its, studio);
    }

    public FakeSettings withLargestRequest(long bytes) {
        return new FakeSettings(keys, models, retired, quota, bytes, pollsUntilActive, clock, answers, studio);
    }

    /** What is made is always this film. */
    public FakeSettings withFilm(byte[] its) {
        byte[] bytes = its.clone();
        return new FakeSettings(
                keys, models, retired, quota, largestRequest, pollsUntilActive, clock, answers, _ -> bytes.clone());
    }

    /** What is made is as it was asked for. */
    public FakeSettings withStudio(Function<FilmOrder, byte[]> its) {
        return new FakeSettings(keys, models, retired, quota, largestRequest, pollsUntilActive, clock, answers, its);
    }
}
