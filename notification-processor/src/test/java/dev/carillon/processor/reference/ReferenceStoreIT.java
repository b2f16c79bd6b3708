package dev.carillon.processor.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Catalogue;
import dev.carillon.events.NotificationType;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Preferences;
import dev.carillon.events.QuietHours;
import dev.carillon.events.Recipient;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Topics;
import dev.carillon.platform.database.RoundTrip;
import dev.carillon.processor.ExampleTypes;
import dev.carillon.processor.intake.ProcessorTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// The copy of the reference data keeps the highest version, whatever the order of the records.
class ReferenceStoreIT extends ProcessorTest {
    private static final String TENANT = "versions";

    @Autowired private ReferenceListener listener;
    @Autowired private ReferenceStore store;

    @Test
    void anOlderOrEqualVersionOfARecipientChangesNothing() {
        take(recipient("vera", 5, "Asia/Tokyo", false, false));
        take(recipient("vera", 4, "Europe/Oslo", false, false));
        take(recipient("vera", 5, "Europe/Rome", false, false));
        assertThat(person("vera").zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));

        take(recipient("vera", 6, "Europe/Bern", false, false));
        take(recipient("vera", 7, "Europe/Oslo", false, false));
        assertThat(person("vera").zone()).isEqualTo(ZoneId.of("Europe/Oslo"));
        assertThat(person("vera").recipientVersion()).isEqualTo(7);
    }

    @Test
    void theHighestVersionOfABatchWinsWhereverItStands() {
        take(
                recipient("vito", 1, "Europe/Rome", false, false),
                recipient("vito", 3, "Asia/Tokyo", false, false),
                recipient("vito", 2, "Europe/Oslo", false, false));
        assertThat(person("vito").zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));

        take(
                preferences("vito", 9, 21),
                preferences("vito", 8, 20),
                recipient("vito", 2, "Europe/Oslo", false, false));
        assertThat(person("vito").zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(quietFrom("vito")).isEqualTo(LocalTime.of(21, 0));
    }

    @Test
    void aDeletedOrErasedRecipientIsNotRevivedByAnEarlierRecord() {
        take(recipient("vic", 3, null, true, false));
        take(recipient("vic", 2, "Asia/Tokyo", false, false));
        assertThat(person("vic").recipient()).isNull();
        assertThat(person("vic").recipientVersion()).isEqualTo(3);

        take(recipient("val", 3, null, false, true));
        take(recipient("val", 2, "Asia/Tokyo", false, false));
        assertThat(person("val").erased()).isTrue();
    }

    @Test
    void anOlderOrEqualVersionOfPreferencesChangesNothing() {
        take(preferences("vada", 2, 22));
        take(preferences("vada", 1, 21));
        take(preferences("vada", 2, 20));
        assertThat(quietFrom("vada")).isEqualTo(LocalTime.of(22, 0));

        take(preferences("vada", 3, 23));
        assertThat(quietFrom("vada")).isEqualTo(LocalTime.of(23, 0));
        assertThat(person("vada").preferencesVersion()).isEqualTo(3);
    }

    @Test
    void anOlderOrEqualVersionOfATypeOrCatalogueChangesNothing() {
        take(type(2, "two"), catalogue(2));
        long revision = store.revision();

        take(type(1, "one"), catalogue(1));
        take(type(2, "again"), catalogue(2));
        take(type(1, "one"), type(2, "again"));

        assertThat(store.types())
                .filteredOn(type -> type.tenant().equals(TENANT))
                .extracting(NotificationType::label)
                .containsExactly("two");
        assertThat(store.catalogues())
                .filteredOn(one -> one.tenant().equals(TENANT))
                .extracting(Catalogue::version)
                .containsExactly(2L);
        assertThat(store.revision()).as("nothing changed").isEqualTo(revision);

        take(type(4, "four"), type(3, "three"));
        assertThat(store.types())
                .filteredOn(type -> type.tenant().equals(TENANT))
                .extracting(NotificationType::label)
                .containsExactly("four");
        assertThat(store.revision()).isGreaterThan(revision);
    }

    private Person person(String id) {
        RecipientKey key = new RecipientKey(TENANT, id);
        return store.people(List.of(key), new RoundTrip()).get(key);
    }

    private LocalTime quietFrom(String id) {
        return person(id).preferences().quietHours().start();
    }

    private void take(OutgoingRecord... records) {
        listener.on(Arrays.stream(records).map(ReferenceStoreIT::consumed).toList());
    }

    private static ConsumerRecord<String, byte[]> consumed(OutgoingRecord record) {
        ConsumerRecord<String, byte[]> consumed =
                new ConsumerRecord<>(record.topic(), 0, 0, record.key(), record.value());
        record.headers()
                .forEach((name, value) ->
                        consumed.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return consumed;
    }

    private static OutgoingRecord recipient(
            String id, long version, String zone, boolean deleted, boolean erased) {
        return record(
                Topics.RECIPIENTS,
                RecordTypes.RECIPIENT,
                new Recipient(
                        TENANT,
                        id,
                        version,
                        id,
                        null,
                        null,
                        null,
                        zone,
                        null,
                        Map.of(),
                        deleted,
                        erased,
                        Instant.EPOCH));
    }

    private static OutgoingRecord preferences(String id, long version, int quietFrom) {
        return record(
                Topics.PREFERENCES,
                RecordTypes.PREFERENCES,
                new Preferences(
                        TENANT,
                        id,
                        version,
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        new QuietHours(LocalTime.of(quietFrom, 0), LocalTime.of(6, 0)),
                        null,
                        false,
                        Instant.EPOCH));
    }

    private static OutgoingRecord type(long version, String label) {
        return record(
                Topics.NOTIFICATION_TYPES,
                RecordTypes.NOTIFICATION_TYPE,
                ExampleTypes.type(
                        "tenant: %s\nkey: versioned\nversion: %d\nlabel: %s\nchannels: { in_app: true }\n"
                                .formatted(TENANT, version, label)));
    }

    private static OutgoingRecord catalogue(long version) {
        return record(
                Topics.NOTIFICATION_TYPES,
                RecordTypes.CATALOGUE,
                new Catalogue(TENANT, version, Map.of(), List.of(), Instant.EPOCH));
    }

    private static OutgoingRecord record(String topic, String type, Object value) {
        return OutgoingRecord.of(
                topic, "k", type, "k", "carillon:/tests", Instant.EPOCH, TENANT, null, value);
    }
}
