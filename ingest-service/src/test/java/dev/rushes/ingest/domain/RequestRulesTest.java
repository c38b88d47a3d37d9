package dev.rushes.ingest.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.Recipe;
import dev.rushes.ingest.domain.Footage.Missing;
import dev.rushes.ingest.domain.Footage.Prompt;
import dev.rushes.ingest.domain.Footage.Upload;
import dev.rushes.ingest.domain.Footage.Url;
import dev.rushes.media.store.JobKeys;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {
    private static final UUID JOB = UUID.fromString("6f7f1f0e-6d1c-4a52-9f4b-111111111111");
    private static final RequestRules RULES =
            new RequestRules(Duration.ofMinutes(30), new UrlRule(false, Set.of(443), false));
    private static final Footage UPLOADED =
            new Upload("tenants/acme/jobs/" + JOB + "/source/original", Optional.empty());
    private static final Wishes PLAIN = new Wishes(Optional.empty(), Optional.empty(), 720, "local", Map.of());

    @Test
    void anOrdinaryRequestHasNoProblems() {
        assertThat(RULES.problems(request("acme", 1, "highlights", UPLOADED, PLAIN)))
                .isEmpty();
        assertThat(RULES.problems(request("acme", 7, "analyze", url("https://example.com/a.mp4"), PLAIN)))
                .isEmpty();
    }

    @Test
    void aTenantThatIsNotServedIsRefusedWhoeverPublishesTheRequest() {
        RequestRules rules =
                new RequestRules(Duration.ofMinutes(30), new UrlRule(false, Set.of(443), false), Set.of("acme"));

        assertThat(rules.problems(request("acme", 1, "highlights", UPLOADED, PLAIN)))
                .isEmpty();
        assertThat(rules.problems(request("other", 1, "highlights", url("https://example.com/a.mp4"), PLAIN)))
                .containsExactly(
                        "Expected a tenant that this installation serves (rushes.access.tenants), but got \"other\".");
    }

    @ParameterizedTest
    @MethodSource
    void aProblemIsNamedInASentence(Request request, String expected) {
        assertThat(RULES.problems(request))
                .singleElement()
                .asString()
                .startsWith("Expected ")
                .contains(expected)
                .endsWith(".");
    }

    static Stream<Arguments> aProblemIsNamedInASentence() {
        return Stream.of(
                Arguments.of(
                        request("acme", 1, "lowlights", UPLOADED, PLAIN),
                        "out of highlights, analyze, generate, but got \"lowlights\""),
                Arguments.of(request("acme", 1, "Highlights", UPLOADED, PLAIN), "\"Highlights\""),
                Arguments.of(request("acme", 1, "", UPLOADED, PLAIN), "but got \"\""),
                Arguments.of(request("acme", 0, "highlights", UPLOADED, PLAIN), "run of at least 1, but got 0"),
                Arguments.of(request("acme", -1, "highlights", UPLOADED, PLAIN), "-1"),
                Arguments.of(
                        request(
                                "acme",
                                1,
                                "highlights",
                                new Missing("Expected a url, but there is none.", Optional.empty()),
                                PLAIN),
                        "a url"),
                Arguments.of(request("acme", 1, "highlights", url("http://example.com/"), PLAIN), "https://"),
                Arguments.of(
                        request("acme", 1, "highlights", url("nonsense"), PLAIN),
                        "such as https://media.example.com/footage.mp4"),
                Arguments.of(wishing(film("PT-1S")), "film length of 1 to 1800 seconds, but got -1"),
                Arguments.of(wishing(film("PT-0.5S")), "but got -0.5"),
                Arguments.of(wishing(film("PT0S")), "but got 0"),
                Arguments.of(wishing(film("PT30M0.001S")), "but got 1800.001"),
                Arguments.of(wishing(film("PT2562047788015H")), "film length"),
                Arguments.of(wishing(chunk("PT0.999S")), "chunk length of 1 to 600 seconds, but got 0.999"),
                Arguments.of(wishing(chunk("PT601S")), "but got 601"),
                Arguments.of(wishing(height(0)), "maxHeight of 1080, 720 or 480, but got 0"),
                Arguments.of(wishing(height(2160)), "2160"),
                Arguments.of(wishing(height(-720)), "-720"),
                Arguments.of(wishing(analyzer("")), "analyzer"),
                Arguments.of(wishing(analyzer("../etc")), "analyzer"),
                Arguments.of(wishing(analyzer("x\u001b[31m")), "\"x [31m\""),
                Arguments.of(request("acme", 1, "generate", UPLOADED, PLAIN), "a prompt as the source"),
                Arguments.of(prompt(new FilmWish("", 8, "720p", "16:9")), "1 to 2000 characters, but got 0"),
                Arguments.of(prompt(new FilmWish("x".repeat(2001), 8, "720p", "16:9")), "but got 2001"),
                Arguments.of(prompt(new FilmWish("bell \u0007", 8, "720p", "16:9")), "control characters"),
                Arguments.of(prompt(new FilmWish("x", 2, "720p", "16:9")), "3 to 10 seconds, but got 2"),
                Arguments.of(prompt(new FilmWish("x", 11, "720p", "16:9")), "but got 11"),
                Arguments.of(prompt(new FilmWish("x", 8, "4k", "16:9")), "1080p, 360p, 720p, but got \"4k\""),
                Arguments.of(prompt(new FilmWish("x", 8, "720p", "4:3")), "16:9, 9:16, but got \"4:3\""),
                Arguments.of(wishing(extra(33, 1)), "32 extra options"),
                Arguments.of(wishing(extra(1, 1001)), "1000"));
    }

    @Test
    void wordsAreASourceOfEveryRecipe() {
        FilmWish wish = new FilmWish("A red kite\nover dunes", 3, "360p", "9:16");
        for (Recipe recipe : Recipe.values()) {
            assertThat(RULES.problems(request("acme", 1, recipe.label(), new Prompt(wish, Optional.empty()), PLAIN)))
                    .isEmpty();
        }
        assertThat(wish).hasToString("FilmWish[3 s, 360p, 9:16]");
        assertThat(wish.title()).isEqualTo("A red kite over dunes");
    }

    private static Request prompt(FilmWish wish) {
        return request("acme", 1, "generate", new Prompt(wish, Optional.empty()), PLAIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "acme!",
                "-acme",
                "_acme",
                "ac me",
                "acme/../other",
                "..",
                ".",
                "acme\u0000",
                "acme\n",
                "ácme",
                "%61cme",
                "acme/x",
                "invalid"
            })
    void aTenantIsAPlainName(String tenant) {
        assertThat(RULES.problems(request(tenant, 1, "highlights", url("https://example.com/"), PLAIN)))
                .singleElement()
                .asString()
                .startsWith("Expected a tenant");
    }

    @Test
    void allowedTenantsAreThoseThatTheObjectStoreTakes() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        String alphabet = "az09-_.A/\\ \u0000é";
        for (int round = 0; round < 20_000; round++) {
            String tenant = random.ints(random.nextInt(67), 0, random.nextBoolean() ? 6 : alphabet.length())
                    .mapToObj(at -> alphabet.substring(at, at + 1))
                    .collect(Collectors.joining());
            assertThat(Tenants.isAllowed(tenant)).as(tenant).isEqualTo(makesKeys(tenant));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "x",
                "tenants/other/jobs/1/source/original",
                "tenants/acme2/jobs/1/source/original",
                "tenants/acme/jobs/",
                "tenants/acme/jobs",
                "/tenants/acme/jobs/1",
                "tenants/acme/../other/jobs/1",
                "tenants/acme/jobs/../../other/jobs/1",
                "tenants/acme/jobs/./1",
                "tenants/acme/jobs//1",
                "tenants/acme/jobs/1/",
                "tenants\\acme\\jobs\\1",
                "tenants/acme/jobs/..\\..\\x",
                "tenants/acme/jobs/%2e%2e/x",
                "tenants/acme/jobs/..%5cx",
                "tenants/acme/jobs/..%2fx",
                "tenants/acme/jobs/x\u0000",
                "tenants/acme/jobs/x\n",
                "tenants/acme/jobs/...",
                "tenants/acme/jobs/.hidden",
                "tenants/acme/jobs/ä",
                "tenants/acme/jobs/．．/x",
                "tenants/ACME/jobs/1",
                "tenants/acme/jobs/a b",
                "tenants/acme/jobs/~",
                "tenants/acme/jobs/$(id)",
                "tenants/acme/jobs/*",
                "tenants/acme/other/1",
                "file:tenants/acme/jobs/1"
            })
    void anUploadKeyStaysInsideItsTenantsFolder(String key) {
        assertThat(RULES.problems(request("acme", 1, "highlights", new Upload(key, Optional.empty()), PLAIN)))
                .singleElement()
                .asString()
                .startsWith("Expected an uploadKey inside the tenant's own folder");
    }

    @Test
    void allProblemsAreNamedAtOnce() {
        Request request = request("ACME", 0, "none", url("ftp://x"), height(1));

        assertThat(RULES.problems(request)).hasSize(5);
    }

    @Test
    void anAddressInsideANetworkIsLeftToTheSourceWhichHasACodeForIt() {
        assertThat(RULES.problems(request("acme", 1, "highlights", url("https://localhost/"), PLAIN)))
                .isEmpty();
    }

    @Test
    void aMessageNeverRepeatsMoreThanAFewPlainCharactersOfTheRequest() {
        Request request = request("acme", 1, "x\u202e\r\n" + "y".repeat(100_000), UPLOADED, PLAIN);

        assertThat(RULES.problems(request))
                .singleElement()
                .asString()
                .hasSizeLessThan(200)
                .doesNotContain("\r", "\n", "\u202e");
    }

    private static Request request(String tenant, int run, String recipe, Footage footage, Wishes wishes) {
        return new Request(JOB, tenant, run, recipe, footage, wishes, new Caption(Optional.empty(), Map.of()));
    }

    private static Request wishing(Wishes wishes) {
        return request("acme", 1, "highlights", UPLOADED, wishes);
    }

    private static Footage url(String address) {
        return new Url(address, Optional.empty());
    }

    private static Wishes film(String length) {
        return new Wishes(Optional.of(Duration.parse(length)), Optional.empty(), 720, "local", Map.of());
    }

    private static Wishes chunk(String length) {
        return new Wishes(Optional.empty(), Optional.of(Duration.parse(length)), 720, "local", Map.of());
    }

    private static Wishes height(int lines) {
        return new Wishes(Optional.empty(), Optional.empty(), lines, "local", Map.of());
    }

    private static Wishes analyzer(String name) {
        return new Wishes(Optional.empty(), Optional.empty(), 720, name, Map.of());
    }

    private static Wishes extra(int count, int length) {
        Map<String, String> extra =
                IntStream.range(0, count).boxed().collect(Collectors.toMap(at -> "k" + at, _ -> "v".repeat(length)));
        return new Wishes(Optional.empty(), Optional.empty(), 720, "local", extra);
    }

    private static boolean makesKeys(String tenant) {
        try {
            return new JobKeys(tenant, JOB).tenant().equals(tenant) && !tenant.equals(Tenants.INVALID);
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }
}
