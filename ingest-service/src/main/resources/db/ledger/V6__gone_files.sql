-- Files go before their job does. The run whose work files, and the run whose outputs, have been removed because their time was over; null, or an
-- earlier run than the job's, if they have not. A rebuild of the ledger forgets it, and a removal that is done again finds nothing.
alter table ledger.jobs
    add column work_gone_run integer,
    add column outputs_gone_run integer;

-- Whose time is over: only what has not gone yet, so that a look costs as much as there is to do.
create index jobs_with_work on ledger.jobs (finished_at) where finished_at is not null and work_gone_run is distinct from run;
create index jobs_with_outputs on ledger.jobs (finished_at) where finished_at is not null and outputs_gone_run is distinct from run;
create index jobs_finished on ledger.jobs (finished_at) where finished_at is not null;

-- What an erased job still takes of its tenant's room, until its objects are gone.
alter table ledger.erased add column bytes bigint not null default 0;
