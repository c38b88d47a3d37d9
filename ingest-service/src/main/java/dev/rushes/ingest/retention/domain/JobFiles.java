package dev.rushes.ingest.retention.domain;

import java.util.List;

/**
 * Which objects of a job are of which kind.
 *
 * @param folder key of the job's folder, without a slash at the end
 */
public record JobFiles(String folder) {
    private static final List<String> WORK = List.of("chunks", "analysis", "renders/parts");
    private static final String CHUNK_MANIFEST = "chunks/manifest.json";
    /** The last stage first: what a manifest vouches for is never gone while an earlier one still leads to it. */
    private static final List<String> MANIFESTS =
            List.of("renders/manifest.json", CHUNK_MANIFEST, "source/manifest.json");

    /** Keys of the folders whose objects are work files. */
    public List<String> workFolders() {
        return WORK.stream().map(this::key).toList();
    }

    /**
     * Documents that say that other objects are there. They go before any of these: a run that finds one takes them for granted, one that doesn't
     * makes them anew.
     */
    public List<String> manifests() {
        return MANIFESTS.stream().map(this::key).toList();
    }

    /** The same for the work files. */
    public List<String> workManifests() {
        return List.of(key(CHUNK_MANIFEST));
    }

    /** Whether an object is in the job's folder, and not merely in one whose name begins alike. */
    public boolean holds(String key) {
        return key.startsWith(folder + "/");
    }

    private String key(String name) {
        return folder + "/" + name;
    }
}
