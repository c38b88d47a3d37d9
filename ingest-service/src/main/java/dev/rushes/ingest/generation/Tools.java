package dev.rushes.ingest.generation;

import dev.rushes.ingest.generation.domain.LookRule;
import dev.rushes.ingest.generation.domain.PurchaseRule;
import dev.rushes.ingest.generation.http.FilmDownload;
import dev.rushes.ingest.generation.store.Purchases;
import dev.rushes.media.store.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * What making films takes.
 *
 * @param studio who makes new ones, and for how much
 * @param generators all that there are, by name: what was ordered from one is looked at there
 * @param purchases what was bought
 * @param purchaseRule what to do about what was bought
 * @param lookRule what follows from a look
 * @param download how a film gets here
 * @param store where it goes
 * @param busyPatience how long after its request a job waits for a service that takes no orders
 * @param forget whether the service is asked to forget what it made
 */
record Tools(
        Studio studio,
        Map<String, VideoGenerator> generators,
        Purchases purchases,
        PurchaseRule purchaseRule,
        LookRule lookRule,
        FilmDownload download,
        ObjectStore store,
        Duration busyPatience,
        boolean forget,
        GenerationMeters meters,
        Clock clock) {
    Tools {
        generators = Map.copyOf(generators);
    }

    /** The one that a purchase was made from. */
    VideoGenerator generator(String name) {
        VideoGenerator found = generators.get(name);
        if (found == null) {
            throw new IllegalStateException("Expected a generator of a name that exists, but got \"" + name + "\"");
        }
        return found;
    }
}
