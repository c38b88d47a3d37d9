package dev.rushes.media.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.StageFailure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What every store of objects that come in piece by piece does. Each adapter's test adds what only it does. */
public abstract class PartStoreContract {
    protected static final Duration PATIENCE = Duration.ofMinutes(3);
    protected static final String KEY = "tenants/acme/jobs/1/source/original";
    protected static final int PART = 5 << 20;

    /** The store as one more process sees it. */
    protected abstract PartStore anotherProcess();

    /** Where finished objects are. */
    protected abstract ObjectStore objects();

    /** Checks that nothing is left of what was stored for an object before it was whole. */
    protected abstract void assertNothingUnfinished(PartedObject object);

    private PartStore store() {
        return anotherProcess();
    }

    @Test
    void whatIsAppendedInManyGoesBecomesOneObject() {
        byte[] footage = bytes(2 * PART + 12_345, 1);
        PartedObject object = begin();
        List<Part> parts = List.of();
        int[] ends = {1_000, 3_000_000, PART + 5, PART + 6, 2 * PART, footage.length};
        int from = 0;
        for (int end : ends) {
            parts = append(anotherProcess(), object, parts, Arrays.copyOfRange(footage, from, end));
            assertThat(parts.stream().mapToLong(Part::length).sum()).isEqualTo(end);
            assertThat(wait(store().check(object, parts))).isEqualTo(parts);
            from = end;
        }

        assertIsStored(wait(store().join(object, parts)), footage);
        assertNothingUnfinished(object);
    }

    @Test
    void anUploadSmallerThanThePartThatTheStoreWantsWorks() {
        byte[] footage = bytes(4_000, 2);
        PartedObject object = begin();
        List<Part> parts = append(store(), object, List.of(), Arrays.copyOf(footage, 1_000));

        parts = append(store(), object, parts, Arrays.copyOfRange(footage, 1_000, 4_000));

        assertIsStored(wait(store().join(object, parts)), footage);
        assertNothingUnfinished(object);
    }

    @Test
    void anAppendWithoutBytesTellsNothing() {
        PartedObject object = begin();
        assertThat(wait(store().append(object, List.of(), Flux.empty()).collectList()))
                .isEmpty();
        List<Part> parts = append(store(), object, List.of(), bytes(1_000, 3));
        assertThat(wait(store().append(object, parts, Flux.empty()).collectList()))
                .isEmpty();
    }

    @Test
    void anAppendThatIsNotRecordedNeverWas() {
        byte[] footage = bytes(PART + 20_000, 3);
        PartedObject object = begin();
        List<Part> parts = append(store(), object, List.of(), Arrays.copyOf(footage, 5_000));
        List<Part> unused = append(store(), object, parts, bytes(PART + 9_000, 99));

        parts = append(store(), object, parts, Arrays.copyOfRange(footage, 5_000, footage.length));

        assertIsStored(wait(store().join(object, parts)), footage);
    }

    @Test
    void whatIsKeptOfAnObjectIsToldUntilItIsForgotten() {
        Instant before = Instant.now().minusSeconds(5);
        PartedObject left = begin();
        PartedObject other = begin();
        List<Part> unused = append(store(), left, List.of(), bytes(5_000, 6));
        List<Part> parts = append(store(), other, List.of(), bytes(1_000, 7));

        PartStore.Kept kept = kept(left).orElseThrow();
        assertThat(kept.pieces()).isEqualTo(1);
        assertThat(kept.bytes()).isEqualTo(5_000);
        assertThat(kept.newest()).isBetween(before, Instant.now().plusSeconds(5));

        for (int time = 0; time < 2; time++) {
            var alsoUnused = anotherProcess().forget(left.id()).blockOptional(PATIENCE);
            assertThat(kept(left)).isEmpty();
        }
        assertThat(kept(other)).isPresent();
        assertThat(wait(store().join(other, parts)).size()).isEqualTo(1_000);
        assertThat(kept(other)).isEmpty();
    }

    private Optional<PartStore.Kept> kept(PartedObject object) {
        return wait(anotherProcess().kept().collectList()).stream()
                .filter(kept -> kept.id().equals(object.id()))
                .findFirst();
    }

    @Test
    void joiningTwiceGivesTheSameAnswer() {
        for (int length : new int[] {5_000, PART + 5_000, PART}) {
            byte[] footage = bytes(length, 5);
            PartedObject object = begin();
            List<Part> parts = append(store(), object, List.of(), footage);
            StoredObject first = wait(store().join(object, parts));

            assertThat(wait(store().join(object, parts))).isEqualTo(first);
            assertThat(wait(anotherProcess().join(object, parts))).isEqualTo(first);
            assertIsStored(first, footage);
        }
    }

    @Test
    void noPartsMakeAnEmptyObject() {
        assertIsStored(wait(store().join(begin(), List.of())), new byte[0]);
    }

    @Test
    void objectsAreConcatenatedInOrderAndStay() {
        byte[] large = bytes(PART + 77, 8);
        StoredObject first = wait(objects()
                .put("tenants/acme/uploads/1/original", Flux.just(ByteBuffer.wrap(large)), "video/mp4", 1 << 30));
        StoredObject second = wait(objects().put("tenants/acme/uploads/2/original", bytes(2_000, 9), "video/mp4"));

        StoredObject joined = wait(store().concatenate(KEY, "video/mp4", List.of(second, first, second)));

        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(bytes(2_000, 9));
        expected.writeBytes(large);
        expected.writeBytes(bytes(2_000, 9));
        assertIsStored(joined, expected.toByteArray());
        assertThat(wait(objects().find(first.key()))).contains(first);
    }

    @Test
    void anAbandonedObjectLeavesNothing() {
        PartedObject object = begin();
        List<Part> parts = append(store(), object, List.of(), bytes(PART + 3_000, 10));

        assertThat(wait(store().abandon(object).thenReturn(true))).isTrue();
        assertThat(wait(store().abandon(object).thenReturn(true))).isTrue();

        assertNothingUnfinished(object);
        assertThat(wait(store().check(object, parts))).isEmpty();
    }

    @Test
    void aKeyThatLeavesTheStoreIsRefused() {
        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class,
                        () -> wait(store().begin(UUID.randomUUID(), "../secret", "video/mp4", 10))))
                .isNotNull();
    }

    /** Appends of any length, some not recorded, by processes that come and go: what is recorded comes out, byte for byte. */
    @Test
    void whateverTheCourseOfAnUploadItsRecordedBytesComeOut() {
        for (long seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            PartedObject object = begin();
            ByteArrayOutputStream recorded = new ByteArrayOutputStream();
            List<Part> parts = List.of();
            for (int step = random.nextInt(8); step > 0; step--) {
                byte[] next = bytes(
                        random.nextInt(3) == 0 ? random.nextInt(7_000_000) : random.nextInt(9_000), random.nextLong());
                List<Part> after = append(anotherProcess(), object, parts, next);
                // Parts that were sent again stand for other bytes: an append that told full parts is recorded, as a
                // caller does it.
                if (after.size() > parts.size() || random.nextInt(4) > 0) {
                    recorded.writeBytes(next);
                    parts = after;
                }
            }
            assertThat(wait(store().check(object, parts))).as("seed %d", seed).isEqualTo(parts);
            StoredObject joined = wait(anotherProcess().join(object, parts));
            assertThat(joined.sha256()).as("seed %d", seed).isEqualTo(Digests.of(recorded.toByteArray()));
            assertThat(joined.size()).as("seed %d", seed).isEqualTo(recorded.size());
        }
    }

    protected PartedObject begin() {
        return wait(store().begin(UUID.randomUUID(), KEY, "video/mp4", 1 << 30));
    }

    /** As a caller does it: every part that is told takes the place of the one with its number. */
    protected static List<Part> append(PartStore store, PartedObject object, List<Part> parts, byte[] bytes) {
        TreeMap<Integer, Part> recorded = new TreeMap<>();
        parts.forEach(part -> recorded.put(part.number(), part));
        Flux<ByteBuffer> pieces = Flux.range(0, (bytes.length + 69_999) / 70_000)
                .map(index -> ByteBuffer.wrap(bytes, index * 70_000, Math.min(70_000, bytes.length - index * 70_000))
                        .slice());
        wait(store.append(object, parts, pieces).collectList()).forEach(part -> recorded.put(part.number(), part));
        return new ArrayList<>(recorded.values());
    }

    protected void assertIsStored(StoredObject object, byte[] bytes) {
        assertThat(object).isEqualTo(new StoredObject(KEY, bytes.length, Digests.of(bytes), "video/mp4"));
        assertThat(wait(objects().find(KEY))).contains(object);
        assertThat(wait(objects().read(object, 1 << 30))).isEqualTo(bytes);
    }

    protected static FailureCode failure(Mono<?> work) {
        return catchThrowableOfType(StageFailure.class, () -> wait(work))
                .failure()
                .code();
    }

    protected static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    protected static <T> T wait(Mono<T> work) {
        return work.blockOptional(PATIENCE).orElseThrow();
    }
}
