-- The job ledger: a projection of rushes.events. Everything here can be thrown away and comes back, row for row, when the log is read again.

create table ledger.jobs (
    id              uuid primary key,
    tenant          text not null,
    run             integer not null,
    state           text not null,
    recipe          text not null,
    route           text[] not null,
    filename        text,
    title           text,
    labels          jsonb not null,
    -- What was asked for, complete, so that a retry can ask for it again. Null as long as only later facts are known.
    request         jsonb,
    requested_run   integer not null,
    failure_code    text,
    failure_kind    text,
    failure_message text,
    failure_stage   text,
    -- Per stage: state, fraction, units, attempt. Progress is kept here and only here, the latest of each stage.
    stages          jsonb not null,
    overall         double precision not null,
    media           jsonb,
    split           jsonb,
    timeline        jsonb,
    warnings        jsonb not null,
    trace_id        text not null,
    created_at      timestamptz not null,
    started_at      timestamptz,
    finished_at     timestamptz,
    updated_at      timestamptz not null,
    -- Number of the job's last row in ledger.events.
    version         bigint not null
);
create index jobs_newest on ledger.jobs (tenant, created_at desc, id desc);
create index jobs_newest_by_state on ledger.jobs (tenant, state, created_at desc, id desc);

create table ledger.events (
    job_id      uuid not null references ledger.jobs on delete cascade,
    seq         bigint not null,
    event_id    uuid not null,
    run         integer not null,
    type        text not null,
    stage       text,
    unit        text,
    attempt     integer not null,
    level       text not null,
    message     text not null,
    payload     jsonb not null,
    occurred_at timestamptz not null,
    primary key (job_id, seq),
    unique (job_id, event_id)
);

-- Units of work that are finished, so that each counts once.
create table ledger.units (
    job_id uuid not null references ledger.jobs on delete cascade,
    run    integer not null,
    stage  text not null,
    unit   text not null,
    primary key (job_id, run, stage, unit)
);

create table ledger.chunks (
    job_id         uuid not null references ledger.jobs on delete cascade,
    track          text not null,
    index          integer not null,
    start_value    bigint not null,
    start_scale    bigint not null,
    duration_value bigint not null,
    duration_scale bigint not null,
    object         jsonb,
    findings       jsonb,
    status         text,
    problem        text,
    primary key (job_id, track, index)
);

create table ledger.outputs (
    job_id         uuid not null references ledger.jobs on delete cascade,
    name           text not null,
    run            integer not null,
    format         text not null,
    width          integer not null,
    height         integer not null,
    duration_value bigint not null,
    duration_scale bigint not null,
    sound          boolean not null,
    object         jsonb not null,
    primary key (job_id, name)
);
