package dev.rushes.ingest.ledger;

import dev.rushes.ingest.ledger.domain.Job;

/** What the ledger knows of an id that means something to it. */
public sealed interface Known {

    /** There is such a job. */
    record Living(Job job) implements Known {}

    /** There was such a job. */
    record Gone(Ledger.Forgotten forgotten) implements Known {}
}
