-- The fan-in ledger: which chunks of a job have come, and what was made of them.
-- Documents are text, not jsonb: names and messages may hold characters that jsonb refuses.

-- One row for each job and run, made by whichever input comes first. Its lock puts inputs of the same run in a row.
create table timeline.expectations (
    job          uuid        not null,
    run          int         not null check (run >= 1),
    video_chunks int         check (video_chunks >= 0),
    audio_chunks int         check (audio_chunks >= 0),
    footage      text,
    touched_at   timestamptz not null default now(),
    primary key (job, run),
    -- All unknown until the split has finished, then all known.
    check (num_nulls(video_chunks, audio_chunks, footage) in (0, 3))
);

create index expectations_by_age on timeline.expectations (touched_at);

-- One row for each chunk that the analysis is through with; the key makes a repeat harmless.
create table timeline.arrivals (
    job         uuid    not null,
    run         int     not null,
    track       text    not null check (track in ('VIDEO', 'AUDIO')),
    chunk_index int     not null check (chunk_index >= 0),
    gap         boolean not null,
    chunk       text    not null,
    primary key (job, run, track, chunk_index),
    foreign key (job, run) references timeline.expectations on delete cascade
);

-- One row for each job and run whose set is complete: the input that completed it and, in the end, the result.
create table timeline.assemblies (
    job         uuid        not null,
    run         int         not null,
    trigger     uuid        not null,
    claimed_at  timestamptz not null default now(),
    result      text,
    finished_at timestamptz,
    primary key (job, run),
    foreign key (job, run) references timeline.expectations on delete cascade,
    check (num_nulls(result, finished_at) in (0, 2))
);
