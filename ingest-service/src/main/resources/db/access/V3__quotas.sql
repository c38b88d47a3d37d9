-- How much a tenant may have at a time or in a day; null means as much as it likes. A tenant without a row has the settings' limits.
create table access.quotas (
    tenant     text primary key,
    jobs       bigint check (jobs >= 0),
    bytes      bigint check (bytes >= 0),
    minutes    bigint check (minutes >= 0),
    -- Millionths of the currency that the installation reckons in.
    money      bigint check (money >= 0),
    changed_at timestamptz not null,
    changed_by text not null
);

-- What has been promised and is not in the ledger yet. A row counts until the ledger knows the run, or for some minutes.
create table access.reservations (
    tenant text not null,
    job    uuid not null,
    run    integer not null,
    bytes  bigint not null,
    at     timestamptz not null,
    primary key (job, run)
);
create index reservations_of_tenant on access.reservations (tenant, at);
