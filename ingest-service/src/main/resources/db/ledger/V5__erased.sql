-- Jobs that are to be forgotten, so that nothing that is told of them later brings them back. What was asked follows from the log, as everything
-- here; how far the removal is does not, and a removal that is done again finds nothing.
create table ledger.erased (
    job_id        uuid primary key,
    tenant        text not null,
    run           integer not null,
    asked_by      text not null,
    erased_at     timestamptz not null,
    -- What counts against limits of the day, so that erasing jobs makes no room in them. Null if no more than the erasure is on the log.
    created_at    timestamptz,
    media_seconds numeric,
    -- How far the removal is: objects so far, looks that failed in a row and why the last one did, when somebody is to look, and the end.
    objects       bigint not null default 0,
    troubles      integer not null default 0,
    problem       text not null default '',
    look_at       timestamptz not null default now(),
    done_at       timestamptz
);
create index erased_by_day on ledger.erased (tenant, created_at);
create index erased_unfinished on ledger.erased (look_at) where done_at is null;

-- What erased jobs have cost, for the same reason.
create table ledger.erased_spending (
    tenant        text not null,
    job_id        uuid not null,
    event_id      uuid not null,
    micro_dollars bigint not null,
    occurred_at   timestamptz not null,
    primary key (job_id, event_id)
);
create index erased_spending_by_day on ledger.erased_spending (tenant, occurred_at);
