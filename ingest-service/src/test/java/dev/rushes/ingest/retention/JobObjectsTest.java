package dev.rushes.ingest.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.retention.JobObjects.Taken;
import dev.rushes.ingest.retention.domain.JobFiles;
import dev.rushes.media.store.FileObjectStore;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ListedObject;
import dev.rushes.media.value.Track;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobObjectsTest {
    private static final int ALL = Integer.MAX_VALUE;

    @TempDir
    Path folder;

    private final JobKeys job = new JobKeys("acme", UUID.fromString("0195f000-0000-7000-8000-000000000001"));
    private final JobFiles files = new JobFiles(job.folder());
    private FileObjectStore store;
    private JobObjects objects;

    @BeforeEach
    void open() {
        store = new FileObjectStore(folder);
        objects = new JobObjects(store, 4);
        Stream.concat(work().stream(), kept().stream()).forEach(this::keep);
    }

    @Test
    void workFilesGoAndFootageTimelineAndFilmsStay() {
        Taken taken = objects.takeWork(files, ALL).block();

        assertThat(keys(job.folder())).containsExactlyInAnyOrderElementsOf(kept());
        assertThat(taken).isEqualTo(new Taken(work().size(), work().size() * 5L));
    }

    @Test
    void everythingOfAJobGoesAndNothingOfItsNeighbours() {
        JobKeys neighbour = new JobKeys("acme", UUID.fromString("0195f000-0000-7000-8000-000000000002"));
        String alike = job.folder() + "0/source/original";
        keep(neighbour.source());
        keep(alike);

        Taken taken = objects.takeAll(files, ALL).block();

        assertThat(keys(job.folder())).isEmpty();
        assertThat(keys("tenants")).containsExactlyInAnyOrder(neighbour.source(), alike);
        int count = work().size() + kept().size();
        assertThat(taken).isEqualTo(new Taken(count, count * 5L));
    }

    @Test
    void noManifestOutlivesWhatItVouchesForHoweverLittleIsTakenAtATime() {
        Taken first = objects.takeWork(files, 1).block();

        assertThat(first).isEqualTo(new Taken(2, 10));
        assertThat(keys(job.folder() + "/chunks")).doesNotContain(job.chunkManifest());

        assertThat(objects.takeAll(files, 1).block()).isEqualTo(new Taken(3, 15));
        assertThat(keys(job.folder()))
                .hasSize(work().size() + kept().size() - 5)
                .doesNotContain(job.renderManifest(), job.sourceManifest());
    }

    @Test
    void whatWasBrokenOffIsFinishedByTheNextCallAndAThirdFindsNothing() {
        store.delete(job.chunkManifest()).then(store.delete(job.source())).block();

        assertThat(objects.takeAll(files, ALL).block()).isNotNull();
        assertThat(keys(job.folder())).isEmpty();
        assertThat(objects.takeAll(files, ALL).block()).isEqualTo(Taken.NOTHING);
        assertThat(objects.takeWork(files, ALL).block()).isEqualTo(Taken.NOTHING);
    }

    @Test
    void theFoldersOfWorkAreThoseThatTheStagesWriteTo() {
        assertThat(files.workManifests()).containsExactly(job.chunkManifest());
        assertThat(files.manifests()).containsExactly(job.renderManifest(), job.chunkManifest(), job.sourceManifest());
        assertThat(work()).allMatch(key -> files.workFolders().stream().anyMatch(name -> key.startsWith(name + "/")));
        assertThat(kept()).noneMatch(key -> files.workFolders().stream().anyMatch(name -> key.startsWith(name + "/")));
    }

    private List<String> work() {
        return List.of(
                job.chunk(Track.VIDEO, 0, "mp4"),
                job.chunk(Track.VIDEO, 1, "mp4"),
                job.chunkManifest(),
                job.analysis(Track.VIDEO, 0),
                job.still(Track.VIDEO, 0, 1),
                job.answer("ab"),
                job.renderPart("a1", "0001.ts"));
    }

    private List<String> kept() {
        return List.of(
                job.source(),
                job.sourceManifest(),
                job.timeline(),
                job.otio(),
                job.render("film", "mp4"),
                job.renderManifest());
    }

    private void keep(String key) {
        assertThat(store.put(key, new byte[5], "application/octet-stream").block())
                .isNotNull();
    }

    private List<String> keys(String below) {
        return store.list(below)
                .map(ListedObject::key)
                .collectList()
                .blockOptional()
                .orElseThrow();
    }
}
