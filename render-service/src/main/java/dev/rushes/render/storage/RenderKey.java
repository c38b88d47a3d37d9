package dev.rushes.render.storage;

import dev.rushes.media.value.StoredObject;
import dev.rushes.render.domain.FilmOptions;
import dev.rushes.render.domain.RenderRequest;

/**
 * What a film follows from. The same key means the same film.
 *
 * @param timeline digest of the timeline document
 * @param media digest of the footage
 * @param options what the caller wants
 */
public record RenderKey(String timeline, String media, FilmOptions options) {

    public static RenderKey of(RenderRequest request, FilmOptions options) {
        StoredObject timeline = request.timeline();
        return new RenderKey(timeline.sha256(), request.media().sha256(), options);
    }
}
