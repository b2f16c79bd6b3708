-- A person who can be told. Rows are never removed: a deleted one keeps its version, so that later records are newer.
create table recipient (
    tenant     text        not null,
    recipient  text        not null,
    version    bigint      not null,
    name       text,
    email      text,
    phone      text,
    locale     text,
    time_zone  text,
    avatar_url text,
    attributes jsonb       not null default '{}',
    deleted    boolean     not null default false,
    erased     boolean     not null default false,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant, recipient)
);
