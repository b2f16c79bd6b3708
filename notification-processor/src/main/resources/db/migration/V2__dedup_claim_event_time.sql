-- A busy key holds a claim for each window that it was told in; who asks looks at those around its own event only.
create index dedup_claim_event_time on dedup_claim (key, event_time);
