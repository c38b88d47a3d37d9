-- Films that were bought, or were about to be. Like endpoints this can not be rebuilt from the log: it is written before anybody knows what becomes of it.

create table generation.purchases (
    -- Follows from job and run; also the identifier of the event that tells what was paid.
    id           uuid primary key,
    tenant       text not null,
    job_id       uuid not null,
    run          integer not null,
    state        text not null,
    generator    text not null,
    model        text not null,
    -- What the service calls it. Empty as long as there is no answer.
    operation    text not null,
    film         text not null,
    intended_at  timestamptz not null,
    ordered_at   timestamptz,
    doubted_at   timestamptz,
    billed       text not null,
    tokens_in    bigint not null,
    tokens_out   bigint not null,
    micro_dollars bigint not null,
    most_micro_dollars bigint not null,
    prices       date not null,
    code         text not null,
    message      text not null,
    -- A run buys once, whoever asks and from wherever.
    unique (job_id, run)
);
