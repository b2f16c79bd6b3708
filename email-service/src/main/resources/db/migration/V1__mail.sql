-- Reference copies: the last known version of whom we write to and how.
create table recipients (
    tenant     text        not null,
    recipient  text        not null,
    version    bigint      not null,
    name       text,
    email      text,
    locale     text,
    time_zone  text,
    attributes json        not null default '{}',
    deleted    boolean     not null default false,
    erased     boolean     not null default false,
    written_at timestamptz not null default now(),
    primary key (tenant, recipient)
);

-- A type by its key; the catalogue, which names the categories, under `$catalogue`.
create table notification_types (
    tenant     text        not null,
    key        text        not null,
    version    bigint      not null,
    body       json        not null,
    written_at timestamptz not null default now(),
    primary key (tenant, key)
);

-- One row a mail. `told` is set once everything that follows from its end was acknowledged by the broker.
create table messages (
    id               uuid        primary key,
    tenant           text        not null,
    recipient        text        not null,
    generation       int         not null,
    state            text        not null check (state in
                     ('waiting', 'begun', 'sent', 'refused', 'dead', 'unknown', 'not_mailed')),
    reason           text,
    kind             text        not null,
    priority         text        not null,
    critical         boolean     not null,
    notification_ids uuid[]      not null,
    record_topic     text        not null,
    record_partition int         not null,
    record_offset    bigint      not null,
    record_key       text,
    record_time      timestamptz not null,
    record_headers   json        not null,
    record_value     bytea       not null,
    provider         text,
    account          text,
    to_address       text,
    subject          text,
    mail             json,
    attempts         int         not null default 0,
    failures         int         not null default 0,
    maybe_accepted   boolean     not null default false,
    first_begun_at   timestamptz,
    quota_day        date,
    looked_up        int         not null default 0,
    next_attempt_at  timestamptz not null,
    redrive_at       timestamptz not null,
    lease_token      uuid,
    lease_until      timestamptz,
    not_before       timestamptz,
    error_class      text,
    status           int,
    answer           text,
    provider_id      text,
    told             boolean     not null default false,
    admitted_at      timestamptz not null,
    changed_at       timestamptz not null
);

-- What the table drives itself: by lane, the longest waiting first.
create index messages_due on messages (critical, redrive_at) where not told;
-- The support list, newest first.
create index messages_by_recipient on messages (tenant, recipient, id desc);
create index messages_by_state on messages (state, id desc);
create index messages_by_change on messages (changed_at) where told;

-- Committed as begun before the first byte; ended with the outcome.
create table attempts (
    message_id      uuid        not null references messages (id) on delete cascade,
    generation      int         not null,
    number          int         not null,
    provider        text        not null,
    account         text        not null,
    idempotency_key text        not null,
    lease_token     uuid        not null,
    begun_at        timestamptz not null,
    ended_at        timestamptz,
    outcome         text,
    error_class     text,
    status          int,
    answer          text,
    primary key (message_id, generation, number)
);

-- The quota's truth. A day's epoch grows whenever a mail was counted here and not in Redis.
create table quota_days (
    account text   not null,
    day     date   not null,
    epoch   bigint not null default 0,
    primary key (account, day)
);

create table quota_ledger (
    account    text        not null,
    day        date        not null,
    message_id uuid        not null,
    generation int         not null,
    recipient  text        not null,
    lane       text        not null,
    epoch      bigint      not null,
    state      text        not null check (state in ('asked', 'granted', 'refused', 'refunded')),
    asked_at   timestamptz not null,
    primary key (account, day, message_id, generation)
);

create table quota_alerts (
    account text        not null,
    day     date        not null,
    percent int         not null,
    sent_at timestamptz not null,
    primary key (account, day, percent)
);

create table suppressions (
    address    text        primary key,
    reason     text        not null,
    created_at timestamptz not null
);

-- What the provider `mailbox` delivered.
create table mailbox (
    key              text        primary key,
    message_id       uuid        not null,
    generation       int         not null,
    tenant           text        not null,
    recipient        text        not null,
    to_address       text        not null,
    kind             text        not null,
    critical         boolean     not null,
    subject          text        not null,
    notification_ids uuid[]      not null,
    headers          json        not null,
    html             text        not null,
    text             text        not null,
    received_at      timestamptz not null,
    position         bigint      generated always as identity
);
create unique index mailbox_newest on mailbox (position desc);
create index mailbox_by_address on mailbox (lower(to_address), position desc);
create index mailbox_by_recipient on mailbox (tenant, recipient, position desc);
