-- The inbox: one row for each notification and recipient, one counter row for each recipient.
--
-- Keys lead with (tenant, recipient). Ids are UUID version 8 with the time in front, so a range of ids is a range of time;
-- the service makes and drops the monthly partitions itself. Texts of keys compare as bytes, which is the order in which
-- writers of several recipients take their locks.

create table inbox (
    tenant        text collate "C" not null,
    recipient     text collate "C" not null,
    id            uuid             not null,
    type          text             not null,
    category      text collate "C" not null,
    priority      text             not null,
    level         text             not null,
    title         text             not null,
    message       text             not null,
    data          jsonb            not null,
    action_url    text,
    image_url     text,
    actors        jsonb            not null,
    actor_count   integer          not null,
    replaces      uuid,
    revision      bigint           not null,
    revised_seq   bigint,
    silent        boolean          not null,
    reason        text,
    event_source  text             not null,
    event_id      text             not null,
    created_at    timestamptz      not null,
    expires_at    timestamptz,
    stored_at     timestamptz      not null,
    seen_at       timestamptz,
    read_at       timestamptz,
    read_seq      bigint,
    clicked_at    timestamptz,
    archived_at   timestamptz,
    archived_seq  bigint,
    snoozed_until timestamptz,
    snoozed_seq   bigint,
    deleted       boolean          not null default false,
    deleted_at    timestamptz,
    deleted_by    text,
    replaced_by   uuid,
    created_seq   bigint,
    seq           bigint           not null,
    primary key (tenant, recipient, id)
) partition by range (id);

comment on column inbox.created_seq is 'null for a tombstone that stands in for a row which did not come yet';
comment on column inbox.revised_seq is 'the seq by which the last higher revision came';
comment on column inbox.deleted_by is 'person, expired, replaced or retention';

-- The changes feed.
create index inbox_by_seq on inbox (tenant, recipient, seq);
-- Lists of one category, and marks of all of a category.
create index inbox_by_category on inbox (tenant, recipient, category, id);
-- Lists of what is unread, and marks of all: what is unseen is unread too.
create index inbox_unread on inbox (tenant, recipient, id) where read_at is null and not deleted;
-- States asked by id alone. Hashed, because an ordered one tempts the planner, while a month is new and without statistics, to walk
-- everybody's rows in order of id for one person's page.
create index inbox_by_id on inbox using hash (id);
-- The expiry timer.
create index inbox_expiring on inbox (expires_at) where expires_at is not null and not deleted;

create table inbox_counter (
    tenant             text collate "C" not null,
    recipient          text collate "C" not null,
    epoch              bigint           not null default 1,
    seq                bigint           not null default 0,
    unread             bigint           not null default 0 check (unread >= 0),
    unread_by_category jsonb            not null default '{}',
    unseen             bigint           not null default 0 check (unseen >= 0),
    unseen_by_category jsonb            not null default '{}',
    purged_seq         bigint           not null default 0,
    primary key (tenant, recipient)
) with (fillfactor = 70);

comment on column inbox_counter.purged_seq is
    'the highest seq of a tombstone that is gone: a cursor below it can no longer be told of every deletion';

create table client_action (
    tenant    text collate "C" not null,
    recipient text collate "C" not null,
    action_id uuid             not null,
    action    text             not null,
    row_id    uuid,
    category  text,
    upto      bigint,
    seqs      bigint[]         not null,
    uptos     bigint[]         not null,
    error     text,
    finished  boolean          not null,
    at        timestamptz      not null,
    primary key (tenant, recipient, action_id)
);

comment on table client_action is
    'what each action of a client did, so that one sent or read again changes nothing and is answered the same';
comment on column client_action.seqs is 'the changes that it made; empty when it changed nothing';
comment on column client_action.uptos is 'of a mark-all: what each of the changes reached';

-- Forgetting old actions.
create index client_action_by_age on client_action (at);
