package dev.carillon.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.events.Recipient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class IncomingRecordTest {
    private static final Map<String, String> STRUCTURED =
            Map.of("content-type", "application/cloudevents+json");
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
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
                                assertThat(unreadable.facts().code()).isEqualTo("malformed_value"));
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
    void namesTheFieldOfAValueThatDoesNotFit() {
        IncomingRecord.Known known =
                known(record(BINARY, "{\"tenant\": \"a\", \"version\": \"x\"}"));
        assertThatThrownBy(() -> known.value(Recipient.class))
                .isInstanceOfSatisfying(
                        UnreadableValueException.class,
                        unreadable -> {
                            assertThat(unreadable.facts().code()).isEqualTo("malformed_value");
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
                            assertThat(malformed.facts().code()).isEqualTo("malformed_event");
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
