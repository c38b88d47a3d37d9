package dev.rushes.timeline.document;

import dev.rushes.media.value.Span;
import dev.rushes.timeline.domain.Clip;
import dev.rushes.timeline.domain.FrameClock;
import dev.rushes.timeline.json.RushesJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code timeline.otio}: the cut in OpenTimelineIO, for editing programs. One track for each kind that the footage has, with the same clips.
 * The schema versions are those that every release from 0.15 on reads. Times count frames at the footage's own rate.
 */
public final class OtioDocument {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Cut cut;
    private final FrameClock clock;

    private OtioDocument(Cut cut) {
        this.cut = cut;
        this.clock = cut.clock();
    }

    /** The document's bytes, indented. */
    public static byte[] bytes(Cut cut) {
        return RushesJson.indented().writeValueAsBytes(new OtioDocument(cut).timeline());
    }

    private ObjectNode timeline() {
        ObjectNode timeline = schema("Timeline.1");
        timeline.set("metadata", timelineMetadata());
        timeline.put("name", name());
        timeline.putNull("global_start_time");
        timeline.set("tracks", stack());
        return timeline;
    }

    private ObjectNode timelineMetadata() {
        ObjectNode rushes = JSON.objectNode();
        rushes.put("job", cut.job().toString());
        rushes.put("recipe", cut.recipe());
        rushes.put("source_sha256", cut.footage().media().sha256());
        rushes.put("gaps", cut.findings().gaps().size());
        return metadata(rushes);
    }

    private ObjectNode stack() {
        ObjectNode stack = item("Stack.1", "tracks");
        stack.putNull("source_range");
        ArrayNode tracks = stack.putArray("children");
        if (cut.video()) {
            tracks.add(track("Video"));
        }
        if (cut.audio()) {
            tracks.add(track("Audio"));
        }
        return stack;
    }

    private ObjectNode track(String kind) {
        ObjectNode track = item("Track.1", kind);
        track.putNull("source_range");
        track.put("kind", kind);
        ArrayNode clips = track.putArray("children");
        for (int i = 0; i < cut.clips().size(); i++) {
            clips.add(clip(i + 1, cut.clips().get(i)));
        }
        return track;
    }

    private ObjectNode clip(int number, Clip clip) {
        ObjectNode node = item("Clip.2", "%s %02d".formatted(name(), number));
        ObjectNode rushes = JSON.objectNode();
        rushes.put("score", clip.score());
        ArrayNode reasons = rushes.putArray("reasons");
        clip.reasons().forEach(reasons::add);
        node.set("metadata", metadata(rushes));
        node.set("source_range", range(clip.source()));
        node.withArray("markers").add(marker(clip));
        node.putObject("media_references").set("DEFAULT_MEDIA", reference());
        node.put("active_media_reference_key", "DEFAULT_MEDIA");
        return node;
    }

    /** Tells an editor in the program itself why the clip is there. */
    private ObjectNode marker(Clip clip) {
        ObjectNode marker = schema("Marker.2");
        marker.set("metadata", metadata(JSON.objectNode().put("score", clip.score())));
        marker.put("name", String.join(", ", clip.reasons()));
        marker.put("color", "GREEN");
        marker.set("marked_range", range(clip.source()));
        return marker;
    }

    private ObjectNode reference() {
        ObjectNode reference = schema("ExternalReference.1");
        reference.set("metadata", JSON.objectNode());
        reference.put("name", name());
        reference.set("available_range", range(cut.findings().footage()));
        reference.put("target_url", cut.footage().media().key());
        return reference;
    }

    private String name() {
        return cut.footage().filename().filter(name -> !name.isBlank()).orElse("Rushes");
    }

    /** What stacks, tracks and clips have in common. */
    private static ObjectNode item(String schema, String name) {
        ObjectNode item = schema(schema);
        item.set("metadata", JSON.objectNode());
        item.put("name", name);
        item.putArray("effects");
        item.putArray("markers");
        item.put("enabled", true);
        return item;
    }

    private ObjectNode range(Span span) {
        ObjectNode range = schema("TimeRange.1");
        long start = clock.nearest(span.start());
        range.set("duration", time(clock.at(span.end()) - start));
        range.set("start_time", time(start));
        return range;
    }

    private ObjectNode time(long frames) {
        ObjectNode time = schema("RationalTime.1");
        time.put("rate", clock.rate().toDouble());
        time.put("value", (double) frames);
        return time;
    }

    private static ObjectNode metadata(ObjectNode rushes) {
        ObjectNode metadata = JSON.objectNode();
        metadata.set("rushes", rushes);
        return metadata;
    }

    private static ObjectNode schema(String name) {
        return JSON.objectNode().put("OTIO_SCHEMA", name);
    }
}
