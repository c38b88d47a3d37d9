-- What operators did: a projection of rushes.audit, which can be thrown away and comes back.
create table access.audit (
    id        uuid primary key,
    at        timestamptz not null,
    action_id uuid not null,
    operator  text not null,
    action    text not null,
    subject   text not null,
    -- Whose it was done to; '' if nobody's. Nobody but operators reads this table, so no tenant sees even its own lines.
    tenant    text not null,
    job       uuid,
    run       integer,
    arguments jsonb not null,
    reason    text not null,
    dry_run   boolean not null,
    result    text not null,
    outcome   jsonb not null
);
create index audit_newest on access.audit (at desc, id desc);
