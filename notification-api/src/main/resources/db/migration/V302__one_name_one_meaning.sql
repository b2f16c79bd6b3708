-- Codes that meant the same were merged; docs/reference/errors.md lists the former names.
update dead_letter set code = 'event_in_future' where code = 'time_in_future';
update dead_letter set code = 'event_too_old' where code = 'time_too_old';
update dead_letter set code = 'beyond_memory' where code in ('older_than_memory', 'mail_too_old');
update dead_letter set code = 'malformed_value' where code in ('invalid_notification', 'invalid_action')
    or (code in ('invalid_email', 'invalid_recipient') and class = 'us');
update dead_letter set code = 'unstorable' where code in ('unstorable_notification', 'unstorable_action', 'refused_by_database');
update dead_letter set code = 'record_refused' where code = 'record_too_large';
update dead_letter set code = 'mail_attempts_exhausted' where code = 'mail_failed';

-- The outcome of a channel and a stage of the timeline had the same name: "deferred" counted both.
update metric_hour set measure = 'channel_' || measure where channel <> '';
