package dev.rushes.media.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.StageFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class FilePartStoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String KEY = "tenants/acme/jobs/1/source/original";
    private static final FilePartStore.Checkpoint EACH_KILOBYTE =
            new FilePartStore.Checkpoint(1000, Duration.ofHours(1));

    @TempDir
    Path folder;

    private Path root;
    private FileObjectStore objects;
    private FilePartStore store;

    @BeforeEach
    void open() {
        root = folder.resolve("objects");
        objects = new FileObjectStore(root);
        store = anotherProcess();
    }

    @Test
    void whatIsAppendedInManyGoesBecomesOneObjectWithoutACopy() throws IOException {
        byte[] footage = bytes(50_000, 1);
        PartedObject object = begin();
        List<Part> parts = List.of();
        for (int from = 0; from < footage.length; from += 10_000) {
            parts = append(object, parts, Arrays.copyOfRange(footage, from, from + 10_000));
        }
        assertThat(parts).hasSize(1);
        Object inode = Files.getAttribute(partFiles().getFirst(), "unix:ino");

        StoredObject joined = wait(store.join(object, parts));

        assertIsStored(joined, footage);
        assertThat(Files.getAttribute(root.resolve(KEY), "unix:ino")).isEqualTo(inode);
        assertThat(partFiles()).isEmpty();
    }

    @Test
    void partsAreToldWhileTheBytesComeSoThatACrashCostsLittle() {
        Flux<ByteBuffer> slow = Flux.range(0, 50).map(number -> ByteBuffer.wrap(bytes(100, number)));

        List<Part> told = wait(store.append(begin(), List.of(), slow).collectList());

        assertThat(told).extracting(Part::length).containsExactly(1000L, 2000L, 3000L, 4000L, 5000L);
        assertThat(told).extracting(Part::number).containsOnly(1);
    }

    @Test
    void anotherProcessGoesOnAndJoins() throws IOException {
        byte[] footage = bytes(30_000, 2);
        PartedObject object = begin();
        List<Part> parts = append(object, List.of(), Arrays.copyOf(footage, 12_345));
        FilePartStore second = anotherProcess();

        parts = append(second, object, parts, Arrays.copyOfRange(footage, 12_345, 30_000));
        StoredObject joined = wait(anotherProcess().join(object, parts));

        assertThat(parts).hasSize(2);
        assertIsStored(joined, footage);
        assertThat(partFiles()).isEmpty();
    }

    @Test
    void anAppendThatIsNotRecordedNeverWas() throws IOException {
        byte[] footage = bytes(20_000, 3);
        PartedObject object = begin();
        List<Part> parts = append(object, List.of(), Arrays.copyOf(footage, 5_000));
        List<Part> unused = append(object, parts, bytes(9_000, 99));

        parts = append(object, parts, Arrays.copyOfRange(footage, 5_000, 20_000));

        assertIsStored(wait(store.join(object, parts)), footage);
    }

    @Test
    void aWriterThatLostItsTurnSpoilsNothing() throws IOException {
        byte[] footage = bytes(20_000, 4);
        PartedObject object = begin();
        List<Part> parts = append(object, List.of(), Arrays.copyOf(footage, 5_000));
        Path mine = partFiles().getFirst();
        List<Part> recorded = append(anotherProcess(), object, parts, Arrays.copyOfRange(footage, 5_000, 20_000));
        try (FileChannel zombie = FileChannel.open(mine, StandardOpenOption.APPEND)) {
            int unused = zombie.write(ByteBuffer.wrap(bytes(7_000, 98)));
        }

        assertIsStored(wait(store.join(object, recorded)), footage);
    }

    @Test
    void joiningTwiceGivesTheSameAnswer() throws IOException {
        byte[] footage = bytes(5_000, 5);
        PartedObject object = begin();
        List<Part> parts = append(object, List.of(), footage);
        StoredObject first = wait(store.join(object, parts));

        assertThat(wait(store.join(object, parts))).isEqualTo(first);
        assertThat(wait(anotherProcess().join(object, parts))).isEqualTo(first);
        assertIsStored(first, footage);
    }

    @Test
    void noPartsMakeAnEmptyObject() throws IOException {
        assertIsStored(wait(store.join(begin(), List.of())), new byte[0]);
    }

    @Test
    void aPartThatIsGoneOrShortIsNoticed() throws IOException {
        PartedObject object = begin();
        List<Part> one = append(object, List.of(), bytes(4_000, 6));
        List<Part> two = append(anotherProcess(), object, one, bytes(4_000, 7));
        assertThat(wait(store.check(object, two))).isEqualTo(two);
        Path second = root.resolve(".parts/" + object.id() + "/" + two.get(1).token());

        try (FileChannel channel = FileChannel.open(second, StandardOpenOption.WRITE)) {
            var unused = channel.truncate(3_999);
        }
        assertThat(wait(store.check(object, two))).isEqualTo(one);
        assertThat(failure(store.join(object, two))).isEqualTo(CommonFailure.STORED_BYTES_DIFFER);

        Files.delete(second);
        assertThat(wait(store.check(object, two))).isEqualTo(one);
        assertThat(failure(store.join(object, two))).isEqualTo(CommonFailure.STORED_OBJECT_MISSING);
        assertThat(root.resolve(KEY)).doesNotExist();
    }

    @Test
    void objectsAreConcatenatedInOrderAndStay() throws IOException {
        StoredObject first = wait(objects.put("tenants/acme/uploads/1/original", bytes(3_000, 8), "video/mp4"));
        StoredObject second = wait(objects.put("tenants/acme/uploads/2/original", bytes(2_000, 9), "video/mp4"));

        StoredObject joined = wait(store.concatenate(KEY, "video/mp4", List.of(second, first, second)));

        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(bytes(2_000, 9));
        expected.writeBytes(bytes(3_000, 8));
        expected.writeBytes(bytes(2_000, 9));
        assertIsStored(joined, expected.toByteArray());
        assertThat(wait(objects.find(first.key()))).contains(first);
    }

    @Test
    void anAbandonedObjectLeavesNothing() {
        PartedObject object = begin();
        List<Part> parts = append(object, List.of(), bytes(3_000, 10));

        assertThat(wait(store.abandon(object).thenReturn(true))).isTrue();
        assertThat(wait(store.abandon(object).thenReturn(true))).isTrue();

        assertThat(partFiles()).isEmpty();
        assertThat(wait(store.check(object, parts))).isEmpty();
    }

    @Test
    void aKeyThatLeavesTheStoreIsRefused() {
        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class,
                        () -> wait(store.begin(UUID.randomUUID(), "../secret", "video/mp4", 10))))
                .isNotNull();
    }

    /** Appends of any length, some not recorded, by processes that come and go: what is recorded comes out, byte for byte. */
    @Test
    void whateverTheCourseOfAnUploadItsRecordedBytesComeOut() throws IOException {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            String key = "tenants/acme/jobs/course-" + seed + "/source/original";
            PartedObject object = wait(store.begin(UUID.randomUUID(), key, "video/mp4", 1 << 20));
            ByteArrayOutputStream recorded = new ByteArrayOutputStream();
            List<Part> parts = List.of();
            FilePartStore process = store;
            for (int step = random.nextInt(12); step > 0; step--) {
                byte[] next = bytes(random.nextInt(6_000), random.nextLong());
                List<Part> after = append(process, object, parts, next);
                if (random.nextInt(4) > 0) {
                    recorded.writeBytes(next);
                    parts = after;
                }
                process = random.nextInt(3) == 0 ? anotherProcess() : process;
                assertThat(wait(process.check(object, parts)))
                        .as("seed %d", seed)
                        .isEqualTo(parts);
            }
            StoredObject joined = wait(process.join(object, parts));
            assertThat(Files.readAllBytes(root.resolve(key)))
                    .as("seed %d", seed)
                    .isEqualTo(recorded.toByteArray());
            assertThat(joined.sha256()).as("seed %d", seed).isEqualTo(Digests.of(recorded.toByteArray()));
        }
        assertThat(partFiles()).isEmpty();
    }

    private FilePartStore anotherProcess() {
        return new FilePartStore(root, EACH_KILOBYTE);
    }

    private PartedObject begin() {
        return wait(store.begin(UUID.randomUUID(), KEY, "video/mp4", 1 << 20));
    }

    private List<Part> append(PartedObject object, List<Part> parts, byte[] bytes) {
        return append(store, object, parts, bytes);
    }

    /** As a caller does it: every part that is told takes the place of the one with its number. */
    private static List<Part> append(FilePartStore store, PartedObject object, List<Part> parts, byte[] bytes) {
        TreeMap<Integer, Part> recorded = new TreeMap<>();
        parts.forEach(part -> recorded.put(part.number(), part));
        Flux<ByteBuffer> pieces = Flux.range(0, (bytes.length + 699) / 700)
                .map(index -> ByteBuffer.wrap(bytes, index * 700, Math.min(700, bytes.length - index * 700))
                        .slice());
        wait(store.append(object, parts, pieces).collectList()).forEach(part -> recorded.put(part.number(), part));
        return new ArrayList<>(recorded.values());
    }

    private void assertIsStored(StoredObject object, byte[] bytes) throws IOException {
        assertThat(object).isEqualTo(new StoredObject(KEY, bytes.length, Digests.of(bytes), "video/mp4"));
        assertThat(wait(objects.find(KEY))).contains(object);
        assertThat(Files.readAllBytes(root.resolve(KEY))).isEqualTo(bytes);
    }

    private List<Path> partFiles() {
        try (Stream<Path> files = Files.walk(root.resolve(".parts"))) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FailureCode failure(Mono<?> work) {
        return catchThrowableOfType(StageFailure.class, () -> wait(work))
                .failure()
                .code();
    }

    private static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static <T> T wait(Mono<T> work) {
        return work.blockOptional(PATIENCE).orElseThrow();
    }
}
