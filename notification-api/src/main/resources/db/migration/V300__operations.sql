-- What happened to notifications and events, one row a stage. An entry's id comes from what it is about, so a replay adds nothing.
create table timeline_entry (
    entry_id        uuid        not null primary key,
    position        bigint      not null generated always as identity,
    tenant          text        not null,
    recipient       text,
    notification_id uuid,
    event_source    text,
    event_id        text,
    type            text,
    request_id      text,
    stage           text        not null,
    at              timestamptz not null,
    channels        jsonb       not null,
    text            text,
    details         jsonb       not null,
    forget_at       timestamptz not null
);
create index timeline_of_recipient on timeline_entry (tenant, recipient, at, position) where recipient is not null;
create index timeline_of_notification on timeline_entry (tenant, notification_id, at, position) where notification_id is not null;
create index timeline_of_event on timeline_entry (tenant, event_id, at, position) where event_id is not null;
create index timeline_forget on timeline_entry (forget_at);

-- Counts by hour, grown in the transaction that stores the entries that they count: each entry is counted once.
create table metric_hour (
    tenant  text        not null,
    hour    timestamptz not null,
    measure text        not null,
    channel text        not null,
    reason  text        not null,
    type    text        not null,
    n       bigint      not null,
    primary key (tenant, hour, measure, channel, reason, type)
);

-- Records that were given up, whole, with what is known of the reason.
create table dead_letter (
    dead_id       uuid        not null primary key,
    position      bigint      not null generated always as identity,
    tenant        text        not null,
    recipient     text,
    event_id      text,
    code          text        not null,
    class         text        not null,
    reason        text        not null,
    field         text,
    type          text,
    expression    text,
    status        text,
    answer        text,
    generation    int,
    service       text        not null,
    topic         text        not null,
    topic_partition int,
    topic_offset  bigint,
    record_key    text,
    headers       jsonb       not null,
    value         bytea       not null,
    died_at       timestamptz not null,
    state         text        not null default 'dead',
    settled_at    timestamptz,
    settled_by    text,
    check (state in ('dead', 'requeued', 'discarded'))
);
create index dead_letter_newest on dead_letter (tenant, state, position desc);
create index dead_letter_settled on dead_letter (settled_at) where settled_at is not null;

-- What admins did.
create table audit_entry (
    position bigint      not null generated always as identity primary key,
    tenant   text        not null,
    at       timestamptz not null,
    actor    text        not null,
    action   text        not null,
    subject  text        not null,
    details  jsonb       not null
);
create index audit_of_tenant on audit_entry (tenant, position desc);
