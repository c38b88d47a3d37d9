-- What a stream of all jobs of a tenant tells, in one order: each line of any job's log under the tenant's next number. Numbers are given out under a
-- lock at the end of the projector's transaction, so whoever has seen number n has seen all below it. A rebuild of the ledger gives out other numbers;
-- thrown away with the schema, they begin again in another epoch.
create table ledger.heads (
    tenant text primary key,
    -- Numbers of another epoch mean nothing.
    epoch  text not null default substr(md5(random()::text || clock_timestamp()::text), 1, 8),
    last   bigint not null
);

-- The latest of them; the projector forgets the rest.
create table ledger.news (
    tenant   text not null,
    position bigint not null,
    job_id   uuid not null,
    seq      bigint not null,
    primary key (tenant, position),
    foreign key (tenant, job_id) references ledger.jobs (tenant, id) on delete cascade
);
create index news_of_job on ledger.news (tenant, job_id);
