-- Every row says whose it is, so that row-level security can judge it without looking elsewhere, and belongs to a job of the same tenant.
alter table ledger.jobs add unique (tenant, id);

alter table ledger.events add column tenant text;
alter table ledger.units add column tenant text;
alter table ledger.chunks add column tenant text;
alter table ledger.outputs add column tenant text;

update ledger.events e set tenant = j.tenant from ledger.jobs j where j.id = e.job_id;
update ledger.units u set tenant = j.tenant from ledger.jobs j where j.id = u.job_id;
update ledger.chunks c set tenant = j.tenant from ledger.jobs j where j.id = c.job_id;
update ledger.outputs o set tenant = j.tenant from ledger.jobs j where j.id = o.job_id;

alter table ledger.events alter column tenant set not null, drop constraint events_job_id_fkey,
    add foreign key (tenant, job_id) references ledger.jobs (tenant, id) on delete cascade;
alter table ledger.units alter column tenant set not null, drop constraint units_job_id_fkey,
    add foreign key (tenant, job_id) references ledger.jobs (tenant, id) on delete cascade;
alter table ledger.chunks alter column tenant set not null, drop constraint chunks_job_id_fkey,
    add foreign key (tenant, job_id) references ledger.jobs (tenant, id) on delete cascade;
alter table ledger.outputs alter column tenant set not null, drop constraint outputs_job_id_fkey,
    add foreign key (tenant, job_id) references ledger.jobs (tenant, id) on delete cascade;
