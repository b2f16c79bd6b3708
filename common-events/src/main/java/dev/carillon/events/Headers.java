package dev.carillon.events;

/// Names of the Kafka headers of our records; values are UTF-8.
///
/// CloudEvents attributes are in binary mode (`ce_…`, `content-type`), the trace is in W3C `traceparent`. A dead
/// letter has the headers of its original record, and the facts as additional headers.
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

    /// The `content-type` that our own producers write.
    public static final String JSON = "application/json";

    /// The `content-type` prefix of CloudEvents in structured mode.
    public static final String STRUCTURED = "application/cloudevents+json";

    /// The stable code of the reason, such as `invalid_event`.
    public static final String DEAD_CODE = "carillon-dead-code";

    /// The reason as text: what was wrong, and what is allowed.
    public static final String DEAD_REASON = "carillon-dead-reason";

    /// Who caused it: `caller`, `us` or `resource`.
    public static final String DEAD_CLASS = "carillon-dead-class";

    /// Tenant, recipient, event id and source of the record, as far as the record itself states them. They are never
    /// guessed from its key, because its producer chooses the key.
    public static final String DEAD_TENANT = "carillon-dead-tenant";

    public static final String DEAD_RECIPIENT = "carillon-dead-recipient";
    public static final String DEAD_EVENT_ID = "carillon-dead-event-id";
    public static final String DEAD_EVENT_SOURCE = "carillon-dead-event-source";

    /// The faulty field, if any.
    public static final String DEAD_FIELD = "carillon-dead-field";

    /// Notification type, expression, and the provider's status and answer, if any.
    public static final String DEAD_TYPE = "carillon-dead-type";

    public static final String DEAD_EXPRESSION = "carillon-dead-expression";
    public static final String DEAD_STATUS = "carillon-dead-status";
    public static final String DEAD_ANSWER = "carillon-dead-answer";
    public static final String DEAD_GENERATION = "carillon-dead-generation";

    /// The service that created the dead letter, and when.
    public static final String DEAD_SERVICE = "carillon-dead-service";

    public static final String DEAD_AT = "carillon-dead-at";

    /// When the original record was first written, before any requeue.
    public static final String DEAD_FIRST_WRITTEN = "carillon-dead-first-written";

    /// On a requeued record: when the original record was first written. A requeue does not change its age.
    public static final String FIRST_WRITTEN = "carillon-first-written";

    /// On a requeued record: the id of its dead letter. One requeue may publish the record twice; this header
    /// identifies it as the same record.
    public static final String REQUEUED_FROM = "carillon-requeued-from";

    /// Where the original record is: topic (with prefix), partition, offset and key.
    public static final String DEAD_TOPIC = "carillon-dead-topic";

    public static final String DEAD_PARTITION = "carillon-dead-partition";
    public static final String DEAD_OFFSET = "carillon-dead-offset";
    public static final String DEAD_KEY = "carillon-dead-key";

    /// The dead letter's own id; the same each time the same record fails.
    public static final String DEAD_ID = "carillon-dead-id";

    private Headers() {}
}
