-- What callers asked for, and what was decided for each notification of it.
create table request (
    request_id  uuid        not null primary key,
    tenant      text        not null,
    caller      text        not null,
    type        text,
    accepted_at timestamptz not null
);
create index request_accepted_at on request (accepted_at);

create table request_notification (
    request_id      uuid  not null references request on delete cascade,
    ordinal         int   not null,
    recipient       text  not null,
    notification_id uuid  not null,
    channels        jsonb, -- null until decided
    primary key (request_id, ordinal)
);
create unique index request_notification_id on request_notification (request_id, notification_id);

-- Answers kept for Idempotency-Key, committed with what they answer.
create table idempotency_key (
    tenant     text        not null,
    caller     text        not null,
    route      text        not null,
    key        text        not null,
    body_hash  bytea       not null,
    answer     text        not null,
    stored_at  timestamptz not null,
    primary key (tenant, caller, route, key)
);
create index idempotency_key_stored_at on idempotency_key (stored_at);
