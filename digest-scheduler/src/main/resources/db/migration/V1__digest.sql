-- The reader's copy of reference data: what decides when a person's digest is due and whether mail is still wanted.
create table recipient (
    tenant     text    not null,
    recipient  text    not null,
    version    bigint  not null,
    time_zone  text,
    gone       boolean not null,
    primary key (tenant, recipient)
);

create table preference (
    tenant     text   not null,
    recipient  text   not null,
    version    bigint not null,
    body       jsonb  not null,
    primary key (tenant, recipient)
);

-- What was deferred. (id, generation, channel) makes a replayed deferral change nothing.
create table item (
    tenant       text        not null,
    recipient    text        not null,
    id           uuid        not null,
    generation   int         not null,
    channel      text        not null,
    reason       text        not null,
    -- released by itself at not_before, or else taken by the recipient's next digest
    single       boolean     not null,
    not_before   timestamptz,
    type         text,
    category     text,
    expires_at   timestamptz,
    body         jsonb       not null,
    decided_at   timestamptz not null,
    state        text        not null default 'pending',
    left_out     text,
    run_id       uuid,
    settled_at   timestamptz,
    token        uuid,
    lease_until  timestamptz,
    primary key (tenant, recipient, id, generation, channel),
    check (state in ('pending', 'taken', 'left_out', 'cancelled'))
);
create index item_pending on item (tenant, recipient, id desc) where state = 'pending';
create index item_release on item (not_before) where state = 'pending' and single;
create index item_settled on item (settled_at) where settled_at is not null;

-- One row for each recipient that has, or had, something to digest; locked before its items are.
create table schedule (
    tenant       text not null,
    recipient    text not null,
    kind         text,
    next_due     timestamptz,
    local_date   date,
    last_date    date,
    token        uuid,
    lease_until  timestamptz,
    primary key (tenant, recipient)
);
create index schedule_due on schedule (next_due) where next_due is not null;

-- What was decided to be sent, frozen with everything that it publishes. Unsent ones are published again until they are.
create table run (
    run_id       uuid        not null primary key,
    tenant       text        not null,
    recipient    text        not null,
    kind         text        not null,
    run_key      text        not null,
    local_date   date,
    due_at       timestamptz not null,
    frozen_at    timestamptz not null,
    sent_at      timestamptz,
    items        int         not null,
    left_out     int         not null,
    records      bytea,
    token        uuid,
    lease_until  timestamptz,
    unique (tenant, recipient, kind, run_key)
);
create index run_unsent on run (frozen_at) where sent_at is null;
create index run_of_recipient on run (tenant, recipient, frozen_at desc, run_id);
create index run_sent on run (sent_at) where sent_at is not null;
