package dev.rushes.ingest.tus;

import dev.rushes.ingest.tus.domain.Upload;
import dev.rushes.media.store.Part;
import dev.rushes.media.store.PartedObject;
import dev.rushes.media.value.StoredObject;
import java.util.List;

/**
 * An upload and where its bytes are.
 *
 * @param upload what is known of it
 * @param object its bytes on their way into the store
 * @param parts recorded parts, by number
 */
record StoredUpload(Upload upload, PartedObject object, List<Part> parts) {

    StoredUpload {
        parts = List.copyOf(parts);
    }

    StoredUpload with(Upload now) {
        return new StoredUpload(now, object, parts);
    }

    /** The bytes as one object. */
    StoredObject stored() {
        return new StoredObject(object.key(), upload.offset(), upload.sha256().orElseThrow(), object.contentType());
    }
}
