package dev.rushes.ingest.retention;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rushes.ingest.ledger.Tombstone;
import dev.rushes.ingest.retention.JobObjects.Taken;
import dev.rushes.ingest.retention.domain.Expiring;
import dev.rushes.ingest.retention.domain.OwnedFolder;
import dev.rushes.media.store.PartStore.Kept;
import dev.rushes.media.store.UnfinishedUploads.UnfinishedUpload;
import dev.rushes.runtime.kafka.Audit;
import dev.rushes.runtime.kafka.AuditEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Tells the audit what the policy does, before and after. The same step again is the same entry. */
final class RetentionAudit {
    private final Audit audit;
    private final Duration patience;
    private final Clock clock;

    /** @param patience longest wait for the audit; then it is an error, and nothing is done */
    RetentionAudit(Audit audit, Duration patience, Clock clock) {
        this.audit = audit;
        this.patience = patience;
        this.clock = clock;
    }

    Mono<Void> begins(Expiries.Claim claim) {
        return write(deed(claim), "begun", subject(claim), AuditEntry.Result.BEGUN, Map.of());
    }

    Mono<Void> ended(Expiries.Claim claim, Taken all) {
        return write(deed(claim), "ended", subject(claim), AuditEntry.Result.DONE, outcome(all));
    }

    /** @param found when the folder was found first */
    Mono<Void> begins(OwnedFolder folder, Instant found) {
        return write(deed(folder, found), "begun", subject(folder), AuditEntry.Result.BEGUN, Map.of());
    }

    Mono<Void> ended(OwnedFolder folder, Instant found, Taken all) {
        return write(deed(folder, found), "ended", subject(folder), AuditEntry.Result.DONE, outcome(all));
    }

    Mono<Void> begins(OwnedFolder folder, UnfinishedUpload upload) {
        return write(deed(folder, upload), "begun", subject(folder), AuditEntry.Result.BEGUN, Map.of());
    }

    Mono<Void> ended(OwnedFolder folder, UnfinishedUpload upload) {
        return write(
                deed(folder, upload),
                "ended",
                subject(folder),
                AuditEntry.Result.DONE,
                Map.of("begunAt", upload.begun().toString()));
    }

    Mono<Void> begins(Kept kept) {
        return write(deed(kept), "begun", subject(kept), AuditEntry.Result.BEGUN, Map.of());
    }

    Mono<Void> ended(Kept kept, Taken all) {
        return write(deed(kept), "ended", subject(kept), AuditEntry.Result.DONE, outcome(all));
    }

    private Mono<Void> write(
            AuditEntry.Deed deed,
            String step,
            AuditEntry.Subject subject,
            AuditEntry.Result result,
            Map<String, String> outcome) {
        return Mono.defer(() -> audit.write(new AuditEntry(
                        UuidCreator.getNameBasedSha1(deed.id(), step),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        deed,
                        subject,
                        result,
                        outcome,
                        Optional.empty())))
                .timeout(patience);
    }

    private static AuditEntry.Deed deed(Expiries.Claim claim) {
        return deed(
                UuidCreator.getNameBasedSha1(claim.jobId(), "retention/" + claim.what() + "/" + claim.run()),
                action(claim.what()));
    }

    private static String action(Expiring what) {
        return switch (what) {
            case WORK -> "retention.work-files";
            case OUTPUTS -> "retention.outputs";
            case JOB -> "retention.job";
        };
    }

    private static AuditEntry.Deed deed(OwnedFolder folder, Instant found) {
        return deed(UuidCreator.getNameBasedSha1(folder.id(), "orphan/" + found), "retention.orphan");
    }

    private static AuditEntry.Deed deed(OwnedFolder folder, UnfinishedUpload upload) {
        return deed(
                UuidCreator.getNameBasedSha1(folder.id(), "unfinished/" + upload.token()),
                "retention.unfinished-upload");
    }

    private static AuditEntry.Deed deed(Kept kept) {
        return deed(UuidCreator.getNameBasedSha1(kept.id(), "parts/" + kept.newest()), "retention.upload-parts");
    }

    /** Whose they were, nobody knows. */
    private static AuditEntry.Subject subject(Kept kept) {
        return new AuditEntry.Subject(".parts/" + kept.id(), "", Optional.empty(), Optional.empty());
    }

    private static AuditEntry.Deed deed(UUID id, String action) {
        return new AuditEntry.Deed(id, Tombstone.RETENTION, action, "", Map.of(), false);
    }

    private static AuditEntry.Subject subject(Expiries.Claim claim) {
        return new AuditEntry.Subject(
                claim.jobId().toString(), claim.tenant(), Optional.of(claim.jobId()), Optional.empty());
    }

    private static AuditEntry.Subject subject(OwnedFolder folder) {
        return new AuditEntry.Subject(
                folder.key(),
                folder.tenant(),
                folder.kind() == OwnedFolder.Kind.JOB ? Optional.of(folder.id()) : Optional.empty(),
                Optional.empty());
    }

    private static Map<String, String> outcome(Taken all) {
        return Map.of("objects", Long.toString(all.objects()), "bytes", Long.toString(all.bytes()));
    }
}
