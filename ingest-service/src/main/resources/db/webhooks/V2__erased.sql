-- Jobs that have been erased: a try that was under way must not bring their deliveries back.
create table webhooks.erased (
    job_id uuid primary key,
    tenant text not null,
    at     timestamptz not null default now()
);
create index deliveries_of_job on webhooks.deliveries (job_id) where job_id is not null;
