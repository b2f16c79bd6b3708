-- The current version of each type, and every version there was.
create table notification_type (
    tenant     text        not null,
    key        text        not null,
    version    bigint      not null,
    definition jsonb       not null,
    hash       bytea       not null, -- of the definition without its version: the same content keeps its version
    source     text        not null, -- the file that declares it
    deleted    boolean     not null default false,
    updated_at timestamptz not null,
    primary key (tenant, key)
);

create table notification_type_version (
    tenant     text        not null,
    key        text        not null,
    version    bigint      not null,
    definition jsonb       not null,
    stored_at  timestamptz not null,
    primary key (tenant, key, version)
);

-- What closes each load; one row a tenant, its version read at each use to see whether a copy in memory is current.
create table type_catalogue (
    tenant    text        not null primary key,
    version   bigint      not null,
    catalogue jsonb       not null,
    loaded_at timestamptz not null
);
