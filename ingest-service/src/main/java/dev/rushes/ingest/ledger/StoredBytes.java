package dev.rushes.ingest.ledger;

/** How many bytes a job's objects have. */
final class StoredBytes {
    /** An expression about the row {@code j} of {@code ledger.jobs}: footage, chunks, findings, timeline, films, as far as they have not gone. */
    static final String OF_JOB = """
            cast(
              case when j.outputs_gone_run = j.run then 0 else
                  coalesce((j.media -> 'object' ->> 'size')::bigint, 0)
                  + coalesce((j.timeline -> 'timeline' ->> 'size')::bigint, 0)
                  + coalesce((j.timeline -> 'otio' ->> 'size')::bigint, 0)
                  + coalesce((select sum((o.object ->> 'size')::bigint)
                      from ledger.outputs o where o.tenant = j.tenant and o.job_id = j.id), 0) end
              + case when j.work_gone_run = j.run then 0 else
                  coalesce((select sum(coalesce((c.object ->> 'size')::bigint, 0) + coalesce((c.findings ->> 'size')::bigint, 0))
                      from ledger.chunks c where c.tenant = j.tenant and c.job_id = j.id), 0) end
              as bigint)
            """;

    private StoredBytes() {}
}
