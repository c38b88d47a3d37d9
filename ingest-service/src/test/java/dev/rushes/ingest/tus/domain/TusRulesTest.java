package dev.rushes.ingest.tus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TusRulesTest {
    private static final long MOST = 1_000;
    private static final String FILES = "/api/v1/files";
    private static final String TYPE = "application/offset+octet-stream";

    // Metadata

    @Test
    void metadataIsReadAndKeptAsItWas() {
        String header = "filename w7xiZXIubW92, empty,type dmlkZW8vbXA0";

        Metadata metadata = good(Metadata.read(Optional.of(header)));

        assertThat(metadata.header()).isEqualTo(header);
        assertThat(metadata.values())
                .containsExactly(
                        Map.entry("filename", "über.mov"), Map.entry("empty", ""), Map.entry("type", "video/mp4"));
        assertThat(metadata.value("empty")).isEmpty();
    }

    @Test
    void whateverIsPutIntoMetadataComesOut() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Map<String, String> values = new LinkedHashMap<>();
            for (int pair = 0; pair < 1 + random.nextInt(6); pair++) {
                String text = random.ints(random.nextInt(20), 0x20, 0xD7FF)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
                String unused = values.put("key" + pair, text);
            }
            String header = values.entrySet().stream()
                    .map(pair -> pair.getKey() + " "
                            + Base64.getEncoder().encodeToString(pair.getValue().getBytes(StandardCharsets.UTF_8)))
                    .collect(Collectors.joining(","));
            assertThat(good(Metadata.read(Optional.of(header))).values())
                    .as("seed %d", seed)
                    .isEqualTo(values);
        }
    }

    @Test
    void bytesThatAreNoTextAreKeptButNotRead() {
        Metadata metadata = good(Metadata.read(Optional.of("hash //4=,name YQ==")));

        assertThat(metadata.values()).containsExactly(Map.entry("name", "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b c", "a YQ==,a YQ==", ",", "a YQ==,", "a ***", "ä YQ==", "a\u0001 YQ=="})
    void metadataThatIsNoneIsRefused(String header) {
        assertThat(refusal(Metadata.read(Optional.of(header))).status()).isEqualTo(400);
    }

    // Concatenation

    @ParameterizedTest
    @ValueSource(
            strings = {
                "final;/api/v1/files/../../etc/passwd",
                "final;/api/v1/files/%2e%2e/00000000-0000-0000-0000-000000000001",
                "final;file:///api/v1/files/00000000-0000-0000-0000-000000000001",
                "final;/other/00000000-0000-0000-0000-000000000001",
                "final;00000000-0000-0000-0000-000000000001",
                "final;/api/v1/files/00000000-0000-0000-0000-00000000000A",
                "final;/api/v1/files/00000000-0000-0000-0000-000000000001?x",
                "final;/api/v1/files/1",
                "final;",
                "final",
                "Partial",
                ""
            })
    void anAddressThatIsNoUploadOfOursIsRefused(String header) {
        assertThat(refusal(Concatenation.read(Optional.of(header), FILES)).status())
                .isEqualTo(400);
    }

    @Test
    void piecesAreReadInTheirOrderByPathOrWholeAddress() {
        UUID one = new UUID(0, 1);
        UUID two = new UUID(0, 2);

        assertThat(good(Concatenation.read(
                        Optional.of("final;https://x.example" + FILES + "/" + two + " " + FILES + "/" + one), FILES)))
                .isEqualTo(new Concatenation.Final(List.of(two, one)));
    }

    // Bytes

    @Test
    void bytesAreTakenWhereTheUploadEndsAndNoFurtherThanItsLength() {
        assertThat(decide(upload(Phase.RECEIVING, 500, OptionalLong.of(900)), "Upload-Offset", "500"))
                .isEqualTo(new Reading.Good<>(new Patch.Append(OptionalLong.of(900), 400)));
        assertThat(decide(upload(Phase.RECEIVING, 500, OptionalLong.empty()), "Upload-Offset", "500"))
                .isEqualTo(new Reading.Good<>(new Patch.Append(OptionalLong.empty(), 500)));
        assertThat(decide(
                        upload(Phase.RECEIVING, 500, OptionalLong.empty()),
                        "Upload-Offset",
                        "500",
                        "Upload-Length",
                        "600"))
                .isEqualTo(new Reading.Good<>(new Patch.Append(OptionalLong.of(600), 100)));
    }

    /** Whatever the numbers: what is taken begins at the offset and ends within the length and the limit. */
    @Test
    void noNumbersMakeAnUploadLongerThanItMayBe() {
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            OptionalLong length =
                    random.nextBoolean() ? OptionalLong.of(random.nextLong(MOST + 1)) : OptionalLong.empty();
            long offset = random.nextLong(length.orElse(MOST) + 1);
            Map<String, String> headers = new HashMap<>(Map.of("Content-Type", TYPE));
            put(headers, "Upload-Offset", number(random, offset));
            if (random.nextBoolean()) {
                put(headers, "Upload-Length", number(random, length.orElse(offset + 10)));
            }
            if (random.nextBoolean()) {
                put(headers, "Content-Length", number(random, length.orElse(MOST) - offset));
            }
            Reading<Patch.Append> reading = Patch.read(new Headers(headers))
                    .then(patch -> patch.decide(upload(Phase.RECEIVING, offset, length), MOST));
            if (reading instanceof Reading.Good<Patch.Append>(Patch.Append append)) {
                assertThat(headers.get("Upload-Offset")).as("seed %d", seed).isEqualTo(Long.toString(offset));
                assertThat(append.atMost()).as("seed %d", seed).isBetween(0L, MOST - offset);
                assertThat(offset + append.atMost())
                        .as("seed %d", seed)
                        .isEqualTo(append.length().orElse(MOST));
                assertThat(length.isEmpty() || append.length().equals(length))
                        .as("seed %d", seed)
                        .isTrue();
            } else {
                assertThat(refusal(reading).status()).as("seed %d", seed).isBetween(400, 499);
            }
        }
    }

    @Test
    void whatCanNotTakeBytesSaysWhy() {
        assertThat(refusal(decide(upload(Phase.RECEIVING, 5, OptionalLong.of(9)), "Upload-Offset", "4"))
                        .status())
                .isEqualTo(409);
        assertThat(refusal(decide(expired(), "Upload-Offset", "5")).status()).isEqualTo(410);
        assertThat(refusal(decide(finalOne(), "Upload-Offset", "5")).status()).isEqualTo(403);
    }

    @Test
    void onlyALengthOfDigitsIsALength() {
        for (String length : List.of("-1", "+1", "1e3", "0x10", "1.0", "", " ", "١")) {
            Reading<Creation> reading = Creation.read(new Headers(Map.of("Upload-Length", length)), FILES, MOST);
            assertThat(refusal(reading).status()).as(length).isEqualTo(400);
        }
        for (String length : List.of("1001", "9223372036854775807", "9223372036854775808", "99999999999999999999")) {
            Reading<Creation> reading = Creation.read(new Headers(Map.of("Upload-Length", length)), FILES, MOST);
            assertThat(refusal(reading).status()).as(length).isEqualTo(413);
        }
    }

    // Answers

    @Test
    void aLookTellsEverythingThatIsKnown() {
        Map<String, String> headers = UploadHeaders.all(upload(Phase.RECEIVING, 5, OptionalLong.of(9)), "/jobs/");

        assertThat(headers)
                .containsEntry("Upload-Offset", "5")
                .containsEntry("Upload-Length", "9")
                .containsEntry("Upload-Metadata", "a YQ==")
                .containsEntry("Upload-Expires", "Sun, 01 Mar 2026 10:00:30 GMT")
                .doesNotContainKey(UploadHeaders.JOB);
        assertThat(UploadHeaders.all(upload(Phase.DONE, 9, OptionalLong.of(9)), "/jobs/"))
                .containsEntry(UploadHeaders.JOB, "/jobs/" + new UUID(0, 7))
                .doesNotContainKey("Upload-Expires");
        assertThat(UploadHeaders.all(upload(Phase.STORED, 9, OptionalLong.of(9)), "/jobs/"))
                .as("the job is told of when it is acknowledged")
                .doesNotContainKey(UploadHeaders.JOB);
    }

    @Test
    void everyPhaseButTheLastLeadsOnAndOnlyForward() {
        Set<Phase> reached = EnumSet.of(Phase.RECEIVING);
        for (Phase phase : Phase.values()) {
            assertThat(phase.next()).allMatch(next -> next.ordinal() > phase.ordinal());
            boolean unused = reached.addAll(phase.next());
        }
        assertThat(reached).containsExactlyInAnyOrder(Phase.values());
        assertThat(Phase.GONE.next()).isEmpty();
    }

    @Test
    void aConnectionThatBringsTooLittleIsToldFromASlowOne() {
        Pace pace = new Pace(1_000, 100);

        assertThat(pace.isTooSlow(1_099)).isTrue();
        assertThat(pace.isTooSlow(1_100)).isFalse();
        assertThat(pace.next(1_100).isTooSlow(1_199)).isTrue();
    }

    @Test
    void onlyAllowedSitesMayUpload() {
        Origins origins = new Origins(Set.of("https://studio.example"));

        assertThat(origins.allow(Optional.of("https://studio.example"))).contains("https://studio.example");
        assertThat(origins.allow(Optional.of("https://studio.example.evil"))).isEmpty();
        assertThat(origins.allow(Optional.empty())).isEmpty();
        assertThat(new Origins(Set.of()).allow(Optional.of("null"))).isEmpty();
    }

    private static Reading<Patch.Append> decide(Upload upload, String... headers) {
        Map<String, String> all = new HashMap<>(Map.of("Content-Type", TYPE));
        for (int at = 0; at < headers.length; at += 2) {
            put(all, headers[at], headers[at + 1]);
        }
        return Patch.read(new Headers(all)).then(patch -> patch.decide(upload, MOST));
    }

    private static Upload upload(Phase phase, long offset, OptionalLong length) {
        return upload(Upload.Kind.WHOLE, phase, offset, length, false);
    }

    private static Upload expired() {
        return upload(Upload.Kind.WHOLE, Phase.RECEIVING, 5, OptionalLong.of(9), true);
    }

    private static Upload finalOne() {
        return upload(Upload.Kind.FINAL, Phase.DONE, 5, OptionalLong.of(5), false);
    }

    private static Upload upload(Upload.Kind kind, Phase phase, long offset, OptionalLong length, boolean expired) {
        return new Upload(
                new UUID(0, 1),
                "acme",
                kind,
                phase,
                length,
                offset,
                "a YQ==",
                "",
                List.of(),
                Optional.of(new UUID(0, 7)),
                Optional.of("00"),
                Instant.parse("2026-03-01T10:00:30Z"),
                expired);
    }

    private static String number(Random random, long right) {
        return switch (random.nextInt(5)) {
            case 0 -> Long.toString(random.nextLong());
            case 1 -> Long.toString(random.nextLong(2 * MOST));
            case 2 -> Long.MAX_VALUE + "0";
            default -> Long.toString(right);
        };
    }

    private static void put(Map<String, String> map, String key, String value) {
        String unused = map.put(key, value);
    }

    private static <T> T good(Reading<T> reading) {
        return switch (reading) {
            case Reading.Good<T>(T value) -> value;
            case Reading.Bad<T>(Refusal refusal) -> throw new AssertionError(refusal);
        };
    }

    private static Refusal refusal(Reading<?> reading) {
        return switch (reading) {
            case Reading.Good<?>(Object value) -> throw new AssertionError(value);
            case Reading.Bad<?>(Refusal refusal) -> refusal;
        };
    }
}
