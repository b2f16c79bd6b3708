-- A person's own settings. What is null or absent is not set; zone and locale are the recipient's.
create table preferences (
    tenant           text        not null,
    recipient        text        not null,
    version          bigint      not null,
    channels         jsonb       not null default '{}',
    categories       jsonb       not null default '{}',
    types            jsonb       not null default '{}',
    quiet_start      time,
    quiet_end        time,
    digest_frequency text,
    digest_time      time,
    digest_day       text,
    deleted          boolean     not null default false,
    updated_at       timestamptz not null,
    primary key (tenant, recipient),
    check ((quiet_start is null) = (quiet_end is null))
);
