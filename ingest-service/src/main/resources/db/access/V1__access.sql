-- Keys. Of a key's secret only the digest of its text is here.
create table access.keys (
    id         text primary key,
    tenant     text not null,
    label      text not null,
    digest     bytea not null check (length(digest) = 32),
    scopes     text[] not null check (cardinality(scopes) > 0),
    created_at timestamptz not null,
    created_by text not null,
    expires_at timestamptz,
    revoked_at timestamptz,
    -- Roughly: written at most once a minute.
    used_at    timestamptz,
    -- The key that this one took the place of.
    replaces   text
);
create index keys_of_tenant on access.keys (tenant, created_at desc, id);
