-- Who is told of what, and what became of it. Unlike the ledger this can not be rebuilt from the log: endpoints are what their owners made them.

create table webhooks.endpoints (
    id             uuid primary key,
    tenant         text not null,
    -- The only job that it is told of; null for all of the tenant's.
    job_id         uuid,
    url            text not null,
    events         text[] not null,
    description    text not null,
    state          text not null,
    why            text not null,
    failing_since  timestamptz,
    -- Sealed. Null signs with the tenant's secret for jobs.
    secret         text,
    previous       text,
    previous_until timestamptz,
    created_at     timestamptz not null,
    updated_at     timestamptz not null
);
create index endpoints_of_tenant on webhooks.endpoints (tenant, created_at, id) where job_id is null;
create index endpoints_of_job on webhooks.endpoints (job_id) where job_id is not null;

-- What signs for webhooks that a job names without a secret of its own. Sealed.
create table webhooks.job_secrets (
    tenant         text primary key,
    secret         text not null,
    previous       text,
    previous_until timestamptz
);

-- The delivery log.
create table webhooks.deliveries (
    id          uuid primary key,
    tenant      text not null,
    endpoint_id uuid not null,
    type        text not null,
    job_id      uuid,
    event_at    timestamptz not null,
    round       integer not null,
    body        text not null,
    state       text not null,
    attempts    integer not null,
    created_at  timestamptz not null
);
create index deliveries_newest on webhooks.deliveries (endpoint_id, created_at desc, id desc);
create index deliveries_oldest on webhooks.deliveries (created_at);

create table webhooks.tries (
    delivery_id uuid not null references webhooks.deliveries on delete cascade,
    round       integer not null,
    attempt     integer not null,
    at          timestamptz not null,
    took_millis bigint not null,
    status      integer,
    problem     text not null,
    primary key (delivery_id, round, attempt)
);

-- Where each job stands, by the rule of the ledger: of two ends of a run only the first is told.
create table webhooks.jobs (
    job_id  uuid primary key,
    tenant  text not null,
    run     integer not null,
    state   text not null,
    seen_at timestamptz not null
);
create index jobs_oldest on webhooks.jobs (seen_at);
