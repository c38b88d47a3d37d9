package dev.rushes.ingest.erasure;

import dev.rushes.ingest.generation.store.Purchases;
import dev.rushes.ingest.quota.Quotas;
import dev.rushes.ingest.retention.JobObjects;
import dev.rushes.ingest.retention.domain.JobFiles;
import dev.rushes.ingest.tus.JobUploads;
import dev.rushes.ingest.webhooks.store.ErasedJobs;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** What a job has outside of the ledger, as far as this service can reach it. */
final class Remains {
    private final JobUploads uploads;
    private final ErasedJobs webhooks;
    private final Quotas quotas;
    private final Purchases purchases;
    private final JobObjects objects;

    /** @param deletions most objects that are deleted at once */
    Remains(
            JobUploads uploads,
            ErasedJobs webhooks,
            Quotas quotas,
            Purchases purchases,
            ObjectStore store,
            int deletions) {
        this.uploads = uploads;
        this.webhooks = webhooks;
        this.quotas = quotas;
        this.purchases = purchases;
        this.objects = new JobObjects(store, deletions);
    }

    /**
     * Removes all that is there now. Uploads first: whoever brings bytes must stop before the bytes are looked for.
     *
     * @return how many objects there were
     */
    Mono<Long> remove(String tenant, UUID job) {
        return uploads.remove(job)
                .then(webhooks.erase(tenant, job))
                .then(quotas.forget(tenant, job))
                .then(purchases.erase(tenant, job))
                .then(Mono.defer(() -> objects(new JobKeys(tenant, job))));
    }

    private Mono<Long> objects(JobKeys keys) {
        return objects.takeAll(new JobFiles(keys.folder()), Integer.MAX_VALUE).map(JobObjects.Taken::objects);
    }
}
