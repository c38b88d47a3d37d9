package dev.rushes.media.store;

import dev.rushes.media.value.Track;
import java.util.UUID;

/**
 * The keys of one job's objects. They follow from the job alone, so that a repeated try finds the finished work of the first, and no
 * character of a user's file name is ever in one.
 *
 * @param tenant owner, 1 to 64 characters out of a-z, 0-9, dash and underscore, beginning with a letter or digit
 * @param jobId the job
 */
public record JobKeys(String tenant, UUID jobId) {

    public JobKeys {
        if (!tenant.matches("[a-z0-9][a-z0-9_-]{0,63}")) {
            throw new IllegalArgumentException(
                    "Expected a tenant of 1 to 64 characters out of a-z, 0-9, - and _, but got \"" + tenant + "\"");
        }
    }

    /** Folder of everything that the job made. */
    public String folder() {
        return "tenants/" + tenant + "/jobs/" + jobId;
    }

    /** The original bytes. */
    public String source() {
        return folder() + "/source/original";
    }

    /** What the upload stage found out about the source, as JSON: its presence says that the stage is done. */
    public String sourceManifest() {
        return folder() + "/source/manifest.json";
    }

    /** One chunk of a track. */
    public String chunk(Track track, int index, String extension) {
        return folder() + "/chunks/" + track.unit(index) + "." + extension;
    }

    /** What the split made, as JSON: its presence says that the stage is done. */
    public String chunkManifest() {
        return folder() + "/chunks/manifest.json";
    }

    /** The findings about one chunk, as JSON. */
    public String analysis(Track track, int index) {
        return folder() + "/analysis/" + track.unit(index) + ".json";
    }

    /** A representative still of a video chunk. */
    public String still(Track track, int index, int number) {
        return folder() + "/analysis/" + track.unit(index) + "-still-" + number + ".jpg";
    }

    /**
     * An answer of a model that has been paid for, as JSON.
     *
     * @param digest of all that was asked, so that the same question finds it: hexadecimal
     */
    public String answer(String digest) {
        return folder() + "/analysis/answers/" + digest + ".json";
    }

    /** Folder of what asking a model about one chunk has cost so far; beside the answers. */
    public String modelCalls(Track track, int index) {
        return folder() + "/analysis/answers/" + track.unit(index) + "-calls";
    }

    /**
     * What one process knows of that, as JSON.
     *
     * @param writer name of the process: small letters, digits and dashes
     */
    public String modelCalls(Track track, int index, String writer) {
        return modelCalls(track, index) + "/" + writer + ".json";
    }

    /** Small pictures of a video chunk in one file. */
    public String storyboard(Track track, int index) {
        return folder() + "/analysis/" + track.unit(index) + "-storyboard.jpg";
    }

    /** What the analysis of one chunk cost, as JSON. */
    public String analysisCost(Track track, int index) {
        return folder() + "/analysis/" + track.unit(index) + "-cost.json";
    }

    /** What is known of the whole footage, as JSON. */
    public String footageAnalysis() {
        return folder() + "/timeline/analysis.json";
    }

    /**
     * An export of what is known of the whole footage.
     *
     * @param name of the file, such as "chapters.vtt"
     */
    public String export(String name) {
        return folder() + "/timeline/" + name;
    }

    /** Our timeline, as JSON. */
    public String timeline() {
        return folder() + "/timeline/timeline.json";
    }

    /** The timeline as OpenTimelineIO. */
    public String otio() {
        return folder() + "/timeline/timeline.otio";
    }

    /** A finished film. */
    public String render(String output, String extension) {
        return folder() + "/renders/" + output + "." + extension;
    }

    /**
     * An encoded part of a film in the making, until the film is there.
     *
     * @param film what the part follows from, so that parts of different films are never joined
     */
    public String renderPart(String film, String part) {
        return folder() + "/renders/parts/" + film + "/" + part;
    }

    /** What the render made, as JSON: its presence says that the stage is done. */
    public String renderManifest() {
        return folder() + "/renders/manifest.json";
    }
}
