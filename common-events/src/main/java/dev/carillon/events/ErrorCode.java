package dev.carillon.events;

import static dev.carillon.events.ErrorClass.CALLER;
import static dev.carillon.events.ErrorClass.RESOURCE;
import static dev.carillon.events.ErrorClass.US;
import static dev.carillon.events.ErrorCode.Place.ANSWER;
import static dev.carillon.events.ErrorCode.Place.DEAD_LETTER;
import static dev.carillon.events.ErrorCode.Place.FIELD;
import static dev.carillon.events.ErrorCode.Place.FRAME;
import static dev.carillon.events.ErrorCode.Place.PARAMETER;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Every error code of Carillon, each with one meaning. The code is the constant's name in lower case, and its meaning
/// never changes. A code that was merged into another one is still understood, as one of its [#formerNames()].
///
/// `docs/reference/errors.md` is generated from this enum: run `ErrorsReferenceTest` with `-Ddocs.write=true` after a
/// change.
@SuppressWarnings("ImmutableEnumChecker") // the collections are unmodifiable
public enum ErrorCode {
    // Answers over HTTP for the whole request

    BAD_REQUEST(
            CALLER,
            false,
            400,
            at(ANSWER),
            "The request is not valid HTTP, or its URL or form is not encoded correctly. Another 4xx status that has no code of"
                    + " its own carries this code too.",
            "Correct the request."),
    INVALID_JSON(
            CALLER,
            false,
            400,
            at(ANSWER),
            "The body is missing or is not JSON; the message names line and column.",
            "Send a JSON document."),
    INVALID_PARAMETERS(
            CALLER,
            false,
            400,
            at(ANSWER),
            "Several parameters are not valid; `errors` names each with its own code.",
            "Correct every entry of `errors`."),
    INVALID_FIELDS(
            CALLER,
            false,
            422,
            at(ANSWER),
            "Several fields of the body are not valid; `errors` names each with its own code.",
            "Correct every entry of `errors`."),
    TOKEN_MISSING(
            CALLER,
            false,
            401,
            at(ANSWER),
            "The request carries no bearer token.",
            "Sign in, and send `Authorization: Bearer …`."),
    TOKEN_EXPIRED(
            CALLER,
            false,
            401,
            at(ANSWER),
            "The token was valid and has expired.",
            "Fetch a new token."),
    TOKEN_REJECTED(
            CALLER,
            false,
            401,
            at(ANSWER),
            "The token's signature, algorithm, issuer, audience or claims are wrong; `detail` says which.",
            "Fetch a token from the configured issuer."),
    FORBIDDEN(
            CALLER,
            false,
            403,
            at(ANSWER),
            "The caller's role is not sufficient, or the page's origin is not allowed; `detail` says which.",
            "Use a token with the role that `detail` names, or add the origin to `carillon.web.allowed-origins`."),
    NOT_FOUND(
            CALLER,
            false,
            404,
            at(ANSWER, FRAME),
            "There is no such route or resource, or it belongs to somebody else.",
            "Check the URL and the id."),
    METHOD_NOT_ALLOWED(
            CALLER,
            false,
            405,
            at(ANSWER),
            "The resource does not support this method.",
            "Use one of the methods in `Allow`."),
    NOT_ACCEPTABLE(
            CALLER,
            false,
            406,
            at(ANSWER),
            "The resource is not available in a format that the `Accept` header names.",
            "Accept one of the media types in `allowed`."),
    REQUEST_TIMEOUT(
            CALLER,
            true,
            408,
            at(ANSWER),
            "The request or its body did not arrive in time; the connection is closed.",
            "Send the request again, within the time limit."),
    IDEMPOTENCY_KEY_IN_USE(
            CALLER,
            true,
            409,
            at(ANSWER),
            "Another call with the same `Idempotency-Key` is still running.",
            "Repeat the call when the other one has finished."),
    ALREADY_SETTLED(
            CALLER,
            false,
            409,
            at(ANSWER),
            "The dead letter is already requeued or discarded.",
            "There is nothing to do."),
    NO_VALUE(
            CALLER,
            false,
            409,
            at(ANSWER),
            "The dead letter's record was too large to be stored, so it cannot be requeued.",
            "Read the record at the topic, partition and offset that `detail` names, and publish it again."),
    TOO_LARGE(
            CALLER,
            false,
            413,
            at(ANSWER, FIELD),
            "The body, a field, or the record that the call would publish exceeds its size limit in bytes.",
            "Send less, or split the call."),
    UNSUPPORTED_MEDIA_TYPE(
            CALLER,
            false,
            415,
            at(ANSWER),
            "The body's `Content-Type` or `Content-Encoding` is missing or not supported.",
            "Send `application/json`, uncompressed."),
    UPGRADE_REQUIRED(
            CALLER,
            false,
            426,
            at(ANSWER),
            "The gateway's WebSocket route was called without a WebSocket handshake.",
            "Connect with `ws://` or `wss://`."),
    TOO_MANY_REQUESTS(
            CALLER,
            true,
            429,
            at(ANSWER),
            "The caller has reached its limit of requests.",
            "Wait for `Retry-After`."),
    OVERLOADED(
            RESOURCE,
            true,
            429,
            at(ANSWER, FRAME),
            "The replica has reached its limit of concurrent work; nothing of this call was done.",
            "Wait for `Retry-After` (on a socket: some seconds), and send the same again."),
    INTERNAL(
            US,
            true,
            500,
            at(ANSWER),
            "Carillon failed; `detail` names the `trace_id` under which the failure is logged.",
            "Try again. Report it if the error remains."),
    UNAVAILABLE(
            RESOURCE,
            true,
            503,
            at(ANSWER, FRAME),
            "A database, a broker, another service or the issuer's keys cannot be reached, or one call cannot do all of"
                    + " the work at once.",
            "Wait for `Retry-After`, and send the same again: it continues where it stopped."),

    // Parameters, headers and fields

    INVALID_PARAMETER(
            CALLER,
            false,
            0,
            at(PARAMETER),
            "A path parameter, query parameter or header has a value that is not allowed.",
            "Send a value that `allowed` describes.",
            "invalid_state",
            "invalid_direction",
            "invalid_category",
            "invalid_type"),
    MISSING_PARAMETER(
            CALLER,
            false,
            0,
            at(PARAMETER),
            "A required parameter or header is missing.",
            "Send it."),
    UNKNOWN_PARAMETER(
            CALLER,
            false,
            0,
            at(PARAMETER),
            "The endpoint has no parameter of this name.",
            "Leave it out, or use a name that `allowed` lists."),
    INVALID_CURSOR(
            CALLER,
            false,
            0,
            at(PARAMETER, FRAME),
            "The cursor did not come from an answer or a frame to this recipient.",
            "Start without a cursor."),
    INVALID_LIMIT(
            CALLER,
            false,
            0,
            at(PARAMETER),
            "The page size is not a whole number within the allowed range.",
            "Send a number within `allowed`."),
    INVALID_RANGE(
            CALLER,
            false,
            0,
            at(PARAMETER),
            "The end of a time range is not after its start, or the range is too long.",
            "Send a range that `allowed` describes."),
    INVALID_IDEMPOTENCY_KEY(
            CALLER,
            false,
            0,
            at(PARAMETER),
            "The `Idempotency-Key` has the wrong length or characters.",
            "Send a key that `allowed` describes."),
    IDEMPOTENCY_KEY_REUSED(
            CALLER,
            false,
            0,
            at(FIELD),
            "The `Idempotency-Key` was used with another body within the last 24 hours.",
            "Send the same body, or a new key."),
    INVALID_VALUE(
            CALLER,
            false,
            400,
            at(ANSWER, FIELD),
            "A value of the body has the wrong JSON type, or is not one of the allowed values.",
            "Send a value that `allowed` describes.",
            "wrong_type",
            "unknown_value",
            "invalid_body",
            "invalid_reason"),
    MISSING(
            CALLER,
            false,
            0,
            at(FIELD),
            "A required field is missing or empty.",
            "Send it.",
            "required"),
    UNKNOWN_FIELD(
            CALLER,
            false,
            0,
            at(FIELD),
            "The body or type file has an unknown field.",
            "Remove it, or use a name that `allowed` lists.",
            "unknown_key"),
    TOO_LONG(
            CALLER,
            false,
            0,
            at(FIELD),
            "A text has more characters than allowed.",
            "Shorten the text."),
    INVALID_TEXT(
            CALLER,
            false,
            0,
            at(FIELD),
            "A text contains control characters or half of a surrogate pair.",
            "Remove these characters."),
    INVALID_SIZE(
            CALLER,
            false,
            0,
            at(FIELD),
            "A list has too few or too many elements.",
            "Send a number of elements within `allowed`."),
    REPEATED(
            CALLER,
            false,
            0,
            at(FIELD, PARAMETER),
            "The same parameter, key or id appears more than once.",
            "Send it once."),
    AMBIGUOUS(
            CALLER,
            false,
            0,
            at(FIELD),
            "Fields that exclude each other were sent together.",
            "Send one of them."),
    INVALID_RECIPIENT(
            CALLER,
            false,
            0,
            at(PARAMETER, FIELD, DEAD_LETTER),
            "A recipient id is not 1 to 128 of `A-Z a-z 0-9 . _ : @ -` with a letter or digit first.",
            "Correct the id; in a rule, correct the expression that yields it."),
    INVALID_TENANT(
            CALLER,
            false,
            0,
            at(FIELD),
            "A tenant's name has characters or a length that is not allowed.",
            "Send a name that `allowed` describes."),
    INVALID_ID(
            CALLER,
            false,
            0,
            at(FIELD),
            "A notification id is not a UUID.",
            "Send the unchanged id of an answer."),
    INVALID_SEQ(
            CALLER,
            false,
            0,
            at(FIELD),
            "A `seq` is not a whole number of 0 or more.",
            "Send the `seq` of an answer's counts."),
    ONLY_FORWARD(
            CALLER,
            false,
            0,
            at(FIELD),
            "Seen and clicked cannot be undone.",
            "Send `true`, or leave the field out."),
    INVALID_EMAIL(
            CALLER,
            false,
            0,
            at(PARAMETER, FIELD),
            "The text is not an address to which mail can be sent.",
            "Send an address such as `ada@example.com`.",
            "invalid_address"),
    INVALID_PHONE(
            CALLER,
            false,
            0,
            at(FIELD),
            "The text is not a phone number in E.164 form.",
            "Send a number such as `+41441234567`."),
    INVALID_NUMBER(
            CALLER,
            false,
            0,
            at(FIELD),
            "A number is beyond ±1.7976931348623157e308 or has more than 340 digits after the decimal point.",
            "Send a number that `allowed` describes, or a text."),
    INVALID_URL(
            CALLER,
            false,
            0,
            at(FIELD),
            "The text is not a link that browsers can open.",
            "Send an `https` or `http` URL, or what `allowed` describes."),
    INVALID_LOCALE(
            CALLER,
            false,
            0,
            at(FIELD),
            "The text is not a BCP 47 language tag.",
            "Send a tag such as `en` or `de-CH`."),
    UNKNOWN_TIME_ZONE(
            CALLER,
            false,
            0,
            at(FIELD),
            "The text is not an IANA time zone.",
            "Send a zone such as `Europe/Zurich`."),
    INVALID_INSTANT(
            CALLER,
            false,
            0,
            at(PARAMETER, FIELD),
            "The text is not an RFC 3339 instant of the years 1970 to 9999.",
            "Send an instant such as `2026-01-31T09:00:00Z`."),
    INVALID_TIME(
            CALLER,
            false,
            0,
            at(FIELD),
            "The text is not a time of day.",
            "Send `HH:mm`, from 00:00 to 23:59."),
    INVALID_DURATION(
            CALLER,
            false,
            0,
            at(FIELD),
            "The text is not an ISO 8601 duration, or it is outside the allowed range.",
            "Send a duration such as `PT10M`."),
    SAME_TIME(
            CALLER,
            false,
            0,
            at(FIELD),
            "Quiet hours start and end at the same time.",
            "Send two different times."),
    NOT_IN_FUTURE(
            CALLER,
            false,
            0,
            at(FIELD),
            "An instant that must be in the future is not.",
            "Send a later instant."),
    INVALID_SWITCH(
            CALLER,
            false,
            0,
            at(FIELD),
            "The value is not a setting of this channel.",
            "Send `true` or `false`; for mail also `immediate` or `digest`."),
    UNKNOWN_CHANNEL(
            CALLER,
            false,
            0,
            at(FIELD),
            "There is no channel of this name.",
            "Use one that `allowed` lists."),
    UNKNOWN_CATEGORY(
            CALLER,
            false,
            0,
            at(FIELD),
            "No category of this key is declared.",
            "Use one that `allowed` lists, or declare it."),
    UNKNOWN_TYPE(
            CALLER,
            false,
            0,
            at(FIELD, DEAD_LETTER),
            "There is no notification type of this key.",
            "Use a key of the catalogue, or publish the type first."),
    CATEGORY_OF_TYPE(
            CALLER,
            false,
            0,
            at(FIELD),
            "The call names a type, and a category that is not the type's own.",
            "Leave the category out."),
    CHANNEL_NOT_USED(
            CALLER,
            false,
            0,
            at(FIELD),
            "The channel cannot be switched on, because the type does not use it.",
            "Leave the channel out, or send `false`."),
    CRITICAL_TYPE(
            CALLER,
            false,
            0,
            at(FIELD),
            "The type is critical: it cannot be muted, and is always sent at once.",
            "Leave it on."),
    DATA_SCHEMA(
            CALLER,
            false,
            0,
            at(FIELD),
            "`data` does not match the JSON Schema of the notification type.",
            "Correct `data`, or the type's `data_schema`."),
    INVALID_KEY(
            CALLER,
            false,
            0,
            at(FIELD),
            "The key of a type or category has characters or a length that is not allowed.",
            "Use a key that `allowed` describes."),
    INVALID_NAME(
            CALLER,
            false,
            0,
            at(FIELD),
            "The name of a picked value is not a valid variable name for templates.",
            "Use letters, digits and `_`, a letter first."),
    INVALID_EXPRESSION(
            CALLER,
            false,
            0,
            at(FIELD),
            "A CEL expression does not compile, or yields a type that is not allowed in its place.",
            "Correct the expression; the message names the position."),
    INVALID_TEMPLATE(
            CALLER, false, 0, at(FIELD), "A template does not compile.", "Correct the template."),
    INVALID_SCHEMA(
            CALLER,
            false,
            0,
            at(FIELD),
            "`data_schema` is not a JSON Schema.",
            "Correct the schema."),

    // Frames over the socket

    INVALID_MESSAGE(
            CALLER,
            false,
            0,
            at(FRAME),
            "A field of the client's message is missing or not allowed; the message names it.",
            "Correct the message."),
    UNKNOWN_MESSAGE_TYPE(
            CALLER,
            false,
            0,
            at(FRAME),
            "The gateway knows no client message of this `type`.",
            "Use a type of the protocol."),
    RESUME_NOT_FIRST(
            CALLER,
            false,
            0,
            at(FRAME),
            "`resume` was not the first message of the connection.",
            "Send `resume` first, or pass the cursor in the URL."),

    // Dead letters

    MALFORMED_EVENT(
            CALLER,
            false,
            0,
            at(DEAD_LETTER),
            "The record is not a CloudEvent 1.0 with JSON data: an attribute is missing or wrong, or the data cannot be"
                    + " read. `carillon-dead-field` names it.",
            "Correct the producer, and publish the event again."),
    EVENT_IN_FUTURE(
            CALLER,
            false,
            0,
            at(DEAD_LETTER),
            "The event's time is more than 5 minutes in the future.",
            "Correct the producer's clock, and publish the event again.",
            "time_in_future"),
    EVENT_TOO_OLD(
            CALLER,
            false,
            0,
            at(DEAD_LETTER),
            "The event's time is before the oldest partition of the inbox.",
            "Publish it again with a later time, if it still matters.",
            "time_too_old"),
    TYPE_NOT_USABLE(
            CALLER,
            false,
            0,
            at(DEAD_LETTER),
            "The notification type cannot be compiled.",
            "Correct the type, and requeue the dead letter."),
    EXPRESSION_FAILED(
            CALLER,
            false,
            0,
            at(DEAD_LETTER),
            "An expression of a rule failed on this event, such as a missing field without `has()`.",
            "Correct the expression or the event, and requeue the dead letter."),
    DATA_TOO_LARGE(
            CALLER,
            false,
            0,
            at(DEAD_LETTER),
            "The data that a rule picks from the event exceeds the size limit of a notification's data.",
            "Pick less in the type's rule."),
    RENDERING_TOO_LARGE(
            CALLER,
            false,
            0,
            at(FIELD, DEAD_LETTER),
            "A template renders more text than allowed with this data.",
            "Shorten the template or the data.",
            "template_limit"),
    MALFORMED_VALUE(
            US,
            false,
            0,
            at(DEAD_LETTER),
            "A record of a topic that only Carillon writes cannot be read, or lacks a field.",
            "Check that all services have the same version, and report it.",
            "invalid_notification",
            "invalid_action"),
    UNKNOWN_RECORD_TYPE(
            US,
            false,
            0,
            at(DEAD_LETTER),
            "A topic that only Carillon writes contains a record type that its reader does not know.",
            "Upgrade consumers before producers, and requeue the dead letter."),
    NOTIFICATION_TOO_LARGE(
            US,
            false,
            0,
            at(DEAD_LETTER),
            "A notification is larger than the inbox stores.",
            "Report it."),
    UNDECIDABLE(
            US,
            false,
            0,
            at(DEAD_LETTER),
            "No decision can be made for the record, or the database rejects it.",
            "Look at `carillon-dead-reason`, and report it."),
    UNSTORABLE(
            US,
            false,
            0,
            at(DEAD_LETTER),
            "The database rejects the record's values, and would reject them again.",
            "Look at `carillon-dead-reason`, and report it.",
            "unstorable_notification",
            "unstorable_action",
            "refused_by_database"),
    BEYOND_MEMORY(
            US,
            false,
            409,
            at(ANSWER, DEAD_LETTER),
            "The record is older than its reader's memory of earlier records, so processing it could notify somebody twice.",
            "Publish it again with a new id, for the recipients who should be notified.",
            "older_than_memory",
            "mail_too_old"),
    RENDER_FAILED(
            US,
            false,
            0,
            at(DEAD_LETTER),
            "The mail could not be rendered.",
            "Correct the template, and requeue the dead letter."),
    RECORD_REFUSED(
            RESOURCE,
            false,
            0,
            at(DEAD_LETTER),
            "The broker permanently rejects a record that the service publishes as a result, for example because it is too large.",
            "Compare the size with the topic's `max.message.bytes`.",
            "record_too_large"),
    TOPIC_INVALID(
            RESOURCE,
            false,
            0,
            at(DEAD_LETTER),
            "The record would go to a topic whose name the broker does not allow.",
            "Correct the name."),
    TOPIC_MISSING(
            RESOURCE,
            false,
            0,
            at(DEAD_LETTER),
            "The record would go to a topic outside Carillon that does not exist.",
            "Create the topic, and requeue the dead letter."),
    TOPIC_FORBIDDEN(
            RESOURCE,
            false,
            0,
            at(DEAD_LETTER),
            "Carillon may not write to the topic that the record would go to.",
            "Grant the permission, and requeue the dead letter."),
    MAIL_REFUSED(
            RESOURCE,
            false,
            0,
            at(DEAD_LETTER),
            "The mail provider permanently rejected this mail; `carillon-dead-status` and `carillon-dead-answer` say why.",
            "Correct the address or the content, and requeue the dead letter."),
    MAIL_ATTEMPTS_EXHAUSTED(
            RESOURCE,
            false,
            0,
            at(DEAD_LETTER),
            "The mail provider failed on every attempt.",
            "Requeue the dead letter when the provider works again.",
            "mail_failed");

    private static final Map<String, ErrorCode> NAMES = names();

    private final ErrorClass errorClass;
    private final boolean retryable;
    private final int status;
    private final Set<Place> places;
    private final String meaning;
    private final String advice;
    private final List<String> formerNames;

    ErrorCode(
            ErrorClass errorClass,
            boolean retryable,
            int status,
            Set<Place> places,
            String meaning,
            String advice,
            String... formerNames) {
        this.errorClass = errorClass;
        this.retryable = retryable;
        this.status = status;
        this.places = Collections.unmodifiableSet(places);
        this.meaning = meaning;
        this.advice = advice;
        this.formerNames = List.of(formerNames);
    }

    /// Where a code appears.
    public enum Place {
        /// As the code of a complete HTTP answer, with [ErrorCode#status()].
        ANSWER,
        /// For a path parameter, query parameter or header; the answer's status is 400.
        PARAMETER,
        /// For a field of a body; the answer's status is 422.
        FIELD,
        /// In the headers of a dead letter.
        DEAD_LETTER,
        /// In an `error` frame of the gateway.
        FRAME
    }

    private static Set<Place> at(Place first, Place... more) {
        return EnumSet.of(first, more);
    }

    private static Map<String, ErrorCode> names() {
        Map<String, ErrorCode> names = new LinkedHashMap<>();
        for (ErrorCode code : values()) {
            names.put(code.code(), code);
        }
        for (ErrorCode code : values()) {
            code.formerNames.forEach(name -> names.putIfAbsent(name, code));
        }
        return Collections.unmodifiableMap(names);
    }

    /// The code for a name, whether it is the current name or the name of a merged code; empty for any other text.
    public static Optional<ErrorCode> find(String name) {
        return Optional.ofNullable(NAMES.get(name));
    }

    /// @throws IllegalArgumentException when there is no such code
    @JsonCreator
    static ErrorCode of(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no error code " + name));
    }

    /// The name in JSON, headers and texts: the constant's name in lower case.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Who can correct the cause.
    public ErrorClass errorClass() {
        return errorClass;
    }

    /// Whether the same call may succeed later without any change.
    public boolean retryable() {
        return retryable;
    }

    /// The status of an answer with this code for the whole request; 0 if there is no such answer.
    public int status() {
        return status;
    }

    /// Every HTTP status that an answer with this code can have; empty for a code that HTTP does not use.
    public Set<Integer> statuses() {
        Set<Integer> statuses = new TreeSet<>();
        if (status != 0) {
            statuses.add(status);
        }
        if (places.contains(PARAMETER)) {
            statuses.add(400);
        }
        if (places.contains(FIELD)) {
            statuses.add(422);
        }
        return statuses;
    }

    public Set<Place> places() {
        return places;
    }

    /// One or two sentences; they may contain Markdown code spans.
    public String meaning() {
        return meaning;
    }

    /// What the reader of the error should do.
    public String advice() {
        return advice;
    }

    /// Names of codes that were merged into this one. Older records and rows still contain them.
    public List<String> formerNames() {
        return formerNames;
    }

    @Override
    public String toString() {
        return code();
    }
}
