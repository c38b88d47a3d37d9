-- Jobs can be amended, searched and charged for.
alter table ledger.jobs
    add column priority text not null default 'NORMAL',
    -- How often the job has been amended; its ETag.
    add column revision bigint not null default 0,
    -- Per stage: what has been used, over all runs. The sum of ledger.spending.
    add column spent jsonb not null default '{}',
    -- Stage that a job which is not over is at.
    add column stage text,
    add column deadline timestamptz,
    add column budget_micro_dollars bigint,
    add column budget_cpu_millis bigint,
    add column spent_micro_dollars bigint not null default 0,
    add column spent_cpu_millis bigint not null default 0,
    -- Words of what people look for. Punctuation separates, so that "birthday_party.mov" has three words and a part of an id is found.
    add column search tsvector not null generated always as (
        to_tsvector('simple'::regconfig, translate(
            lower(id::text || ' ' || coalesce(title, '') || ' ' || coalesce(filename, '') || ' ' || coalesce(failure_code, '')
                || ' ' || coalesce(failure_message, '')),
            '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', '                                '))) stored;

update ledger.jobs set priority = coalesce(request ->> 'priority', 'NORMAL');

-- Who is ahead of whom, and whose time or money is up: questions about the few jobs that are not over.
create index jobs_live on ledger.jobs (tenant, stage, priority, created_at) where state in ('REQUESTED', 'RUNNING');
create index jobs_limited on ledger.jobs (deadline) where state in ('REQUESTED', 'RUNNING')
    and (deadline is not null or budget_micro_dollars is not null or budget_cpu_millis is not null);
create index jobs_newest_by_recipe on ledger.jobs (tenant, recipe, created_at desc, id desc);

-- What each try has cost, once. Row-level security comes with the column tenant, as for every table.
create table ledger.spending (
    tenant        text not null,
    job_id        uuid not null,
    event_id      uuid not null,
    run           integer not null,
    stage         text,
    unit          text,
    attempt       integer not null,
    cpu_millis    bigint not null,
    work_millis   bigint not null,
    tokens_in     bigint not null,
    tokens_out    bigint not null,
    micro_dollars bigint not null,
    occurred_at   timestamptz not null,
    primary key (job_id, event_id),
    foreign key (tenant, job_id) references ledger.jobs (tenant, id) on delete cascade
);

-- What a tenant has spent today: asked before each job of a tenant whose money is limited.
create index spending_by_day on ledger.spending (tenant, occurred_at);
