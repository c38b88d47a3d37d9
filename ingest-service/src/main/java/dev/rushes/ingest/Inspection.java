package dev.rushes.ingest;

import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.work.WorkFolders;
import java.nio.file.Path;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Looks at stored footage through a local copy, which is gone afterwards.
 *
 * @param probe what is in a file; errors if it is no footage
 */
record Inspection(ObjectStore store, WorkFolders folders, Function<Path, Mono<MediaInfo>> probe) {

    Mono<MediaInfo> look(StoredObject footage) {
        return folders.use("upload", folder -> store.fetch(footage, folder).flatMap(probe));
    }
}
