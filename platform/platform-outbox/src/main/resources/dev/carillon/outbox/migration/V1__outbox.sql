-- Insert only, partitioned by day, no index: rows leave with their whole partition. A row is placed by the clock at its own
-- insert, so that a day that is over gets no further rows from transactions that began in it.
create sequence ${schema}.outbox_id_seq;

create table ${schema}.outbox (
    id bigint not null default nextval('${schema}.outbox_id_seq'),
    created_at timestamptz not null default clock_timestamp(),
    transaction_id xid8 not null default pg_current_xact_id(),
    topic text not null,
    key text not null,
    headers json not null,
    value bytea not null
) partition by range (created_at);

comment on table ${schema}.outbox is
    'Records to publish, insert only. Topics that begin with $ are the relay''s own rows (heartbeats, requests for reference rows).';

-- The relay's memory: every transaction below the mark is acknowledged by the broker; republishing is true while rows that a
-- lost slot left behind are not all published yet.
create table ${schema}.outbox_relay (
    slot text primary key,
    mark xid8 not null default '0',
    republishing boolean not null default false,
    marked_at timestamptz,
    slot_created_at timestamptz
);

create publication ${publication} for table ${schema}.outbox
    with (publish = 'insert', publish_via_partition_root = true);
