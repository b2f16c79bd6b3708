-- The reader's copy of the reference topics: the record as it came, newest version wins.
create table notification_type (
    tenant   text   not null,
    key      text   not null,
    version  bigint not null,
    document text   not null,
    primary key (tenant, key)
);

create table catalogue (
    tenant   text   not null primary key,
    version  bigint not null,
    document text   not null
);

create table recipient (
    tenant    text   not null,
    recipient text   not null,
    version   bigint not null,
    document  text   not null,
    primary key (tenant, recipient)
);

create table preferences (
    tenant    text   not null,
    recipient text   not null,
    version   bigint not null,
    document  text   not null,
    primary key (tenant, recipient)
);

-- Grows with every change of types or catalogue, so that each replica knows by one small read that its memory is current.
create table type_revision (
    only_row boolean primary key default true check (only_row),
    revision bigint  not null
);

insert into type_revision (revision) values (0);

-- The one decision for each identity. The emission holds every record that follows from it, so a replay repeats their bytes.
create table decision (
    identity        bytea       not null primary key,
    notification_id uuid        not null,
    tenant          text        not null,
    recipient       text        not null,
    type            text        not null,
    type_version    bigint      not null,
    event_source    text        not null,
    event_id        text        not null,
    channels        text        not null,
    decided_at      timestamptz not null,
    emission        bytea       not null
);

-- The emission is compressed already.
alter table decision alter column emission set storage external;

-- For retention, which deletes the oldest in bounded batches.
create index decision_decided_at on decision (decided_at);

-- Who owns a dedup key, from when. key is the hash of tenant, type, recipient and the key's text.
create table dedup_claim (
    key             bytea       not null,
    owner           bytea       not null,
    notification_id uuid        not null,
    event_time      timestamptz not null,
    kept_until      timestamptz not null,
    primary key (key, owner)
);

create index dedup_claim_kept_until on dedup_claim (kept_until);
