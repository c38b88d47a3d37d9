-- Uploads that come in piece by piece. Bytes are in the object store; what counts of them is what is recorded here.

create table uploads.uploads (
    id            uuid primary key,
    tenant        text not null,
    kind          text not null,
    phase         text not null,
    -- Null while the client has not told.
    length        bigint,
    -- Bytes that are recorded, and so durable: the sum of the parts.
    position      bigint not null,
    -- Two headers as they were sent, to be told again.
    metadata      text not null,
    concatenation text not null,
    -- What a final upload is made of, in this order.
    pieces        uuid[] not null,
    -- Follows from the id, so that no repeat can make a second job. Null if none is wanted.
    job_id        uuid,
    -- The object on its way into the store.
    object_key    text not null,
    content_type  text not null,
    part_size     bigint not null,
    token         text not null,
    sha256        text,
    created_at    timestamptz not null default now(),
    expires_at    timestamptz not null,
    -- Whose turn it is to write. The fence rises with every turn; only the holder of the highest one may record.
    holder        uuid,
    fence         bigint not null default 0,
    held_until    timestamptz,
    wanted        boolean not null default false
);
create index uploads_expiring on uploads.uploads (expires_at);
create index uploads_unfinished on uploads.uploads (phase) where phase in ('RECEIVED', 'STORED', 'GONE');

create table uploads.parts (
    upload_id uuid not null references uploads.uploads on delete cascade,
    number    integer not null,
    length    bigint not null,
    token     text not null,
    primary key (upload_id, number)
);
