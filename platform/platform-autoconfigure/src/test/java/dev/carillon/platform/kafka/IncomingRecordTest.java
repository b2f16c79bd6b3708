package dev.carillon.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.Recipient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class IncomingRecordTest {
    private static final Map<String, String> STRUCTURED =
            Map.of("content-type", "application/cloudevents+json");
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String JSON = "application/json";
    private static final String EVENT =
            "{\"specversion\":\"1.0\",\"id\":\"s1\",\"source\":\"/shop\",\"type\":\"order.placed\"}";
    private static final Map<String, String> BINARY =
            Map.of(
                    "ce_specversion", "1.0",
                    "ce_id", "e1",
                    "ce_source", "/shop",
                    "ce_type", "order.placed");

    @Test
    void readsBinaryMode() {
        IncomingRecord.Known known = known(record(BINARY, "{\"a\": 1}"));
        assertThat(known.type()).isEqualTo("order.placed");
        assertThat(known.tenant()).isEqualTo("default");
        assertThat(known.time()).isNull();
        assertThat(known.object()).containsEntry("a", 1);
    }

    @Test
    void readsStructuredModeTheSame() {
        IncomingRecord.Known known =
                known(
                        record(
                                Map.of(
                                        "content-type",
                                        "application/cloudevents+json; charset=UTF-8"),
                                """
                                {"specversion": "1.0", "id": "e1", "source": "/shop", "type": "order.placed",
                                 "time": "2026-01-31T10:00:00+01:00", "tenant": "acme", "traceparent": "%s",
                                 "datacontenttype": "application/json", "data": {"a": 1}}
                                """
                                        .formatted(TRACE)));
        assertThat(known.time()).isEqualTo(Instant.parse("2026-01-31T09:00:00Z"));
        assertThat(known.tenant()).isEqualTo("acme");
        assertThat(known.traceparent()).isEqualTo(TRACE);
        assertThat(known.object()).containsEntry("a", 1);
        assertThat(known.extensions()).containsOnlyKeys("tenant", "traceparent");
    }

    @Test
    void leavesOutATraceThatIsNone() {
        assertThat(known(record(with("traceparent", TRACE), "{}")).traceparent()).isEqualTo(TRACE);
        assertThat(known(record(with("traceparent", TRACE + "0"), "{}")).traceparent()).isNull();
        assertThat(known(record(with("traceparent", "x".repeat(70_000)), "{}")).traceparent())
                .isNull();
    }

    @Test
    void aNullIsNoValue() {
        IncomingRecord.Known known = known(record(BINARY, "null"));
        assertThatThrownBy(() -> known.value(Recipient.class))
                .isInstanceOfSatisfying(
                        UnreadableValueException.class,
                        unreadable ->
                                assertThat(unreadable.facts().code())
                                        .isEqualTo(ErrorCode.MALFORMED_VALUE));
        assertThatThrownBy(known::object).isInstanceOf(UnreadableValueException.class);
    }

    @Test
    void tellsWhoseTheMalformedOneIsWhereItSays() {
        IncomingRecord structured =
                IncomingRecord.of(
                        record(
                                STRUCTURED,
                                "{\"specversion\":\"1.0\",\"id\":\"e1\",\"source\":\"/shop\",\"tenant\":\"acme\"}"));
        assertThat(structured)
                .isInstanceOfSatisfying(
                        IncomingRecord.Malformed.class,
                        malformed -> {
                            assertThat(malformed.tenant()).isEqualTo("acme");
                            assertThat(malformed.id()).isEqualTo("e1");
                            assertThat(malformed.source()).isEqualTo("/shop");
                        });
        assertThat(IncomingRecord.of(record(with("ce_tenant", "No Tenant"), "{}")))
                .isInstanceOfSatisfying(
                        IncomingRecord.Malformed.class,
                        malformed -> assertThat(malformed.tenant()).isNull());
    }

    @Test
    void namesTheAttributeAtFault() {
        assertFault(record(Map.of(), "{}"), "ce_specversion");
        assertFault(record(without("ce_id"), "{}"), "id");
        assertFault(record(without("ce_source"), "{}"), "source");
        assertFault(record(without("ce_type"), "{}"), "type");
        assertFault(record(with("ce_specversion", "0.3"), "{}"), "specversion");
        assertFault(record(with("ce_time", "yesterday"), "{}"), "time");
        assertFault(record(with("ce_tenant", "No Tenant"), "{}"), "tenant");
        assertFault(record(STRUCTURED, "[1]"), "value");
        assertFault(record(STRUCTURED, "null"), "value");
        assertFault(
                record(
                        STRUCTURED,
                        "{\"specversion\":\"1.0\",\"id\":7,\"source\":\"a\",\"type\":\"b\"}"),
                "id");
    }

    @Test
    void readsNoVersionButOneDotZero() {
        for (String version : List.of("1.1", "1", "1.", "1.0 ", "1.00", "01.0", "2.0", "")) {
            assertFault(record(with("ce_specversion", version), "{}"), "specversion");
        }
        assertFault(record(STRUCTURED, structured("\"specversion\":\"1.1\"")), "value");
        assertFault(record(STRUCTURED, EVENT.replace("\"1.0\"", "1.0")), "specversion");
    }

    @Test
    void choosesBetweenNoTwoValuesOfOneAttribute() {
        for (String name :
                List.of("ce_id", "ce_source", "ce_type", "ce_specversion", "content-type")) {
            ConsumerRecord<String, byte[]> record = record(with("content-type", JSON), "{}");
            record.headers().add(name, "1.0".getBytes(StandardCharsets.UTF_8));
            assertFault(record, name);
        }
        ConsumerRecord<String, byte[]> extension = record(with("ce_trip", "a"), "{}");
        extension.headers().add("ce_trip", null);
        assertFault(extension, "ce_trip");
        ConsumerRecord<String, byte[]> tenants = record(with("ce_tenant", "acme"), "{}");
        tenants.headers().add("ce_tenant", "other".getBytes(StandardCharsets.UTF_8));
        assertThat(IncomingRecord.of(tenants))
                .isInstanceOfSatisfying(
                        IncomingRecord.Malformed.class,
                        malformed -> assertThat(malformed.tenant()).isNull());
        assertFault(record(STRUCTURED, structured("\"id\":\"e2\"")), "value");
        assertFault(record(STRUCTURED, structured("\"data\":{\"a\":1,\"a\":2}")), "value");
    }

    @Test
    void takesNoneOfTwoTraces() {
        ConsumerRecord<String, byte[]> record = record(with("traceparent", TRACE), "{}");
        record.headers().add("traceparent", TRACE.getBytes(StandardCharsets.UTF_8));
        assertThat(known(record).traceparent()).isNull();
    }

    @Test
    void decidesTheModeByTheContentTypeAlone() {
        Map<String, String> both =
                with("content-type", "Application/CloudEvents+JSON ; charset=utf-8");
        assertThat(known(record(both, EVENT)).id()).isEqualTo("s1");
        for (String other :
                List.of(
                        "application/cloudevents-batch+json",
                        "application/cloudevents+xml",
                        "application/cloudevents+jsonx",
                        "application/cloudevents")) {
            assertFault(record(with("content-type", other), EVENT), "content-type");
        }
        assertThat(known(record(with("content-type", "text/plain"), "{}")).id()).isEqualTo("e1");
    }

    @Test
    void knowsTheNamesAndValuesThatAttributesMayHave() {
        for (String name : List.of("Trip", "my_trip", "my-trip", "", "tripé")) {
            assertThat(IncomingRecord.of(record(with("ce_" + name, "x"), "{}")))
                    .as(name)
                    .isInstanceOf(IncomingRecord.Malformed.class);
        }
        assertFault(record(with("ce_data", "{}"), "{}"), "data");
        assertFault(record(with("ce_subject", ""), "{}"), "subject");
        assertFault(record(STRUCTURED, structured("\"my_trip\":\"x\"")), "my_trip");
        assertFault(record(STRUCTURED, structured("\"trip\":{\"a\":1}")), "trip");
        assertFault(record(STRUCTURED, structured("\"trip\":[1]")), "trip");
        assertFault(record(STRUCTURED, structured("\"trip\":1.5")), "trip");
        assertFault(record(STRUCTURED, structured("\"trip\":2147483648")), "trip");
        assertFault(record(STRUCTURED, structured("\"tenant\":7")), "tenant");
        assertFault(record(STRUCTURED, structured("\"datacontenttype\":7")), "datacontenttype");
        assertFault(record(STRUCTURED, structured("\"data_base64\":7")), "data_base64");
        assertFault(record(STRUCTURED, structured("\"data_base64\":\"%\"")), "data_base64");
        assertFault(record(STRUCTURED, structured("\"data\":{},\"data_base64\":\"e30=\"")), "data");
        assertThat(
                        known(record(STRUCTURED, structured("\"trip\":true,\"leg\":2,\"no\":null")))
                                .extensions())
                .isEqualTo(Map.of("trip", "true", "leg", "2"));
        assertThat(known(record(STRUCTURED, structured("\"data_base64\":\"e30=\""))).object())
                .isEmpty();
    }

    @Test
    void readsTimesOfRfc3339Only() {
        for (String time :
                List.of(
                        "",
                        "2026-01-31",
                        "2026-01-31T09:00:00",
                        "2026-01-31 09:00:00Z",
                        "2026-02-30T09:00:00Z",
                        "2026-01-31T24:00:00Z",
                        "1769850000",
                        "2026-01-31T09:00:00+0100")) {
            assertFault(record(with("ce_time", time), "{}"), "time");
        }
        for (String time :
                List.of(
                        "2026-01-31T09:00:00Z",
                        "2026-01-31t10:00:00+01:00",
                        "2026-01-31T09:00:00.000000000z")) {
            assertThat(known(record(with("ce_time", time), "{}")).time())
                    .isEqualTo(Instant.parse("2026-01-31T09:00:00Z"));
        }
    }

    private static String structured(String more) {
        return EVENT.substring(0, EVENT.length() - 1) + "," + more + "}";
    }

    @Test
    void namesTheFieldOfAValueThatDoesNotFit() {
        IncomingRecord.Known known =
                known(record(BINARY, "{\"tenant\": \"a\", \"version\": \"x\"}"));
        assertThatThrownBy(() -> known.value(Recipient.class))
                .isInstanceOfSatisfying(
                        UnreadableValueException.class,
                        unreadable -> {
                            assertThat(unreadable.facts().code())
                                    .isEqualTo(ErrorCode.MALFORMED_VALUE);
                            assertThat(unreadable.facts().field()).isEqualTo("version");
                            assertThat(unreadable.facts().allowed()).isEqualTo("a whole number");
                        });
    }

    private static void assertFault(ConsumerRecord<String, byte[]> record, String field) {
        assertThat(IncomingRecord.of(record))
                .isInstanceOfSatisfying(
                        IncomingRecord.Malformed.class,
                        malformed -> {
                            assertThat(malformed.field()).isEqualTo(field);
                            assertThat(malformed.facts().code())
                                    .isEqualTo(ErrorCode.MALFORMED_EVENT);
                        });
    }

    private static IncomingRecord.Known known(ConsumerRecord<String, byte[]> record) {
        assertThat(IncomingRecord.of(record)).isInstanceOf(IncomingRecord.Known.class);
        return (IncomingRecord.Known) IncomingRecord.of(record);
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> headers = new java.util.HashMap<>(BINARY);
        headers.put(name, value);
        return headers;
    }

    private static Map<String, String> without(String name) {
        Map<String, String> headers = new java.util.HashMap<>(BINARY);
        headers.remove(name);
        return headers;
    }

    static ConsumerRecord<String, byte[]> record(Map<String, String> headers, String value) {
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>(
                        "carillon.domain-events",
                        2,
                        41L,
                        "key",
                        value.getBytes(StandardCharsets.UTF_8));
        headers.forEach(
                (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
