-- Jobs that are being looked at because the time of some of their files, or their own, is over; one row a job, so that two instances can't do the
-- same work, nor a retry begin while files go. HOLD is the row of who wants the job to go on: nobody takes it away before look_at.
create table retention.expiries (
    job_id   uuid primary key,
    tenant   text not null,
    run      integer not null,
    step     text not null check (step in ('WORK', 'OUTPUTS', 'JOB', 'HOLD')),
    -- Nobody else looks at it before then.
    look_at  timestamptz not null default now(),
    objects  bigint not null default 0,
    bytes    bigint not null default 0,
    troubles integer not null default 0,
    problem  text not null default ''
);
create index expiries_to_look_at on retention.expiries (look_at);

-- Folders in the store that belong to nobody, as the last sweep found them.
create table retention.orphans (
    folder   text primary key,
    tenant   text not null,
    objects  bigint not null,
    bytes    bigint not null,
    -- When the youngest of its objects was stored.
    newest   timestamptz not null,
    found_at timestamptz not null,
    -- Beginning of the last sweep that saw it.
    seen_at  timestamptz not null
);

-- Rounds that one instance at a time makes for all.
create table retention.sweeps (
    name        text primary key,
    due_at      timestamptz not null,
    holder      uuid,
    held_until  timestamptz,
    began_at    timestamptz,
    ended_at    timestamptz,
    -- Whether the next round may remove what looks like too much.
    approved    boolean not null default false,
    looked_at   bigint not null default 0,
    found       bigint not null default 0,
    removed     bigint not null default 0,
    bytes       bigint not null default 0,
    -- Why nothing was done, or not all; a code.
    problem     text not null default ''
);
-- Orphans have time: who has just brought a new version, or another store, may look first.
insert into retention.sweeps (name, due_at) values ('jobs', now()), ('orphans', now() + interval '1 hour');
