package dev.carillon.events;

/// Names of the Kafka headers that our records carry; values are UTF-8.
///
/// CloudEvents attributes stand in binary mode (`ce_…`, `content-type`), the trace in W3C `traceparent`. The facts of a dead
/// letter stand beside the headers of the record that it keeps.
public final class Headers {
    public static final String CE_SPECVERSION = "ce_specversion";
    public static final String CE_ID = "ce_id";
    public static final String CE_SOURCE = "ce_source";
    public static final String CE_TYPE = "ce_type";
    public static final String CE_TIME = "ce_time";
    public static final String CE_SUBJECT = "ce_subject";
    public static final String CE_TENANT = "ce_tenant";
    public static final String CONTENT_TYPE = "content-type";
    public static final String TRACEPARENT = "traceparent";

    /// What our own producers write as `content-type`.
    public static final String JSON = "application/json";

    /// The `content-type` prefix of CloudEvents in structured mode.
    public static final String STRUCTURED = "application/cloudevents+json";

    /// Stable code of the reason, such as `invalid_event`.
    public static final String DEAD_CODE = "carillon-dead-code";

    /// The reason in words: what was wrong, and what is allowed.
    public static final String DEAD_REASON = "carillon-dead-reason";

    /// Who is to blame: `caller`, `us` or `resource`.
    public static final String DEAD_CLASS = "carillon-dead-class";

    /// Whose record it was: tenant, recipient, event id and source as the record itself said, where it did. Never guessed from
    /// its key, which is its producer's.
    public static final String DEAD_TENANT = "carillon-dead-tenant";

    public static final String DEAD_RECIPIENT = "carillon-dead-recipient";
    public static final String DEAD_EVENT_ID = "carillon-dead-event-id";
    public static final String DEAD_EVENT_SOURCE = "carillon-dead-event-source";

    /// The field at fault, where there is one.
    public static final String DEAD_FIELD = "carillon-dead-field";

    /// Notification type, expression and provider facts, where there are any.
    public static final String DEAD_TYPE = "carillon-dead-type";

    public static final String DEAD_EXPRESSION = "carillon-dead-expression";
    public static final String DEAD_STATUS = "carillon-dead-status";
    public static final String DEAD_ANSWER = "carillon-dead-answer";
    public static final String DEAD_GENERATION = "carillon-dead-generation";

    /// The service that gave the record up, and when.
    public static final String DEAD_SERVICE = "carillon-dead-service";

    public static final String DEAD_AT = "carillon-dead-at";

    /// When the record was first written, before it was ever sent once more.
    public static final String DEAD_FIRST_WRITTEN = "carillon-dead-first-written";

    /// Of a record that is sent once more: when it was first written. It is no younger for it.
    public static final String FIRST_WRITTEN = "carillon-first-written";

    /// Of a record that is sent once more: the dead letter that it was. It may be published twice for one requeue, and is the same
    /// however often it stands in its topic.
    public static final String REQUEUED_FROM = "carillon-requeued-from";

    /// Where the record stood: topic (with prefix), partition, offset and key.
    public static final String DEAD_TOPIC = "carillon-dead-topic";

    public static final String DEAD_PARTITION = "carillon-dead-partition";
    public static final String DEAD_OFFSET = "carillon-dead-offset";
    public static final String DEAD_KEY = "carillon-dead-key";

    /// Set to the dead letter's own id; it is the same however often the record is given up.
    public static final String DEAD_ID = "carillon-dead-id";

    private Headers() {}
}
