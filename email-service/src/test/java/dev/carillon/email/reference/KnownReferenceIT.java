package dev.carillon.email.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.email.EmailContext;
import dev.carillon.events.Catalogue;
import dev.carillon.events.Category;
import dev.carillon.events.Level;
import dev.carillon.events.NotificationType;
import dev.carillon.events.Priority;
import dev.carillon.events.Recipient;
import dev.carillon.events.RecipientKey;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/// The copies of recipients and types keep the highest version, whatever the order of the records.
@TestPropertySource(
        properties = {
            "carillon.public-url=https://app.example",
            "carillon.email.quota.day=20",
            "carillon.email.quota.recipient-hour=3"
        })
class KnownReferenceIT extends EmailContext {
    @Autowired private KnownRecipients recipients;
    @Autowired private KnownTypes types;
    @Autowired private JdbcClient client;

    /// Other tests count the rows of all tenants.
    @AfterEach
    void clear() {
        client.sql("delete from notification_types where tenant = 'versions'").update();
    }

    @Test
    void anOlderOrEqualVersionOfARecipientChangesNothing() {
        recipients.put(List.of(recipient("vera", 5, "new@mail.example", false)));
        recipients.put(List.of(recipient("vera", 4, "old@mail.example", false)));
        recipients.put(List.of(recipient("vera", 5, "other@mail.example", false)));
        assertThat(find("vera").email()).isEqualTo("new@mail.example");

        recipients.put(
                List.of(
                        recipient("vera", 7, "newest@mail.example", false),
                        recipient("vera", 6, "old@mail.example", false)));
        assertThat(find("vera").email()).isEqualTo("newest@mail.example");
        assertThat(find("vera").version()).isEqualTo(7);
    }

    @Test
    void anErasedRecipientIsNotRevivedAndNothingOfThemIsKept() {
        recipients.put(List.of(recipient("val", 3, "val@mail.example", true)));
        recipients.put(List.of(recipient("val", 2, "val@mail.example", false)));

        assertThat(find("val").erased()).isTrue();
        assertThat(find("val").email()).isNull();
        assertThat(find("val").name()).isNull();
    }

    @Test
    void anOlderOrEqualVersionOfATypeOrCatalogueChangesNothing() {
        types.put(type(2, "two"));
        types.put(type(1, "one"));
        types.put(type(2, "again"));
        types.put(catalogue(2, "Two"));
        types.put(catalogue(1, "One"));

        // One that holds nothing in memory yet, as after a start.
        KnownTypes stored = new KnownTypes(client);
        assertThat(stored.find("versions", "versioned", 2))
                .hasValueSatisfying(type -> assertThat(type.label()).isEqualTo("two"));
        assertThat(stored.find("versions", "versioned", 3)).isEmpty();
        for (KnownTypes each : List.of(types, stored)) {
            assertThat(each.find("versions", "versioned", 1))
                    .hasValueSatisfying(type -> assertThat(type.version()).isEqualTo(2));
            assertThat(each.label("versions", "news", Locale.ENGLISH)).isEqualTo("Two");
        }
    }

    private Recipient find(String id) {
        return recipients.find(new RecipientKey("versions", id)).orElseThrow();
    }

    private static Recipient recipient(String id, long version, String email, boolean erased) {
        return new Recipient(
                "versions",
                id,
                version,
                id,
                email,
                null,
                "en",
                null,
                null,
                Map.of(),
                false,
                erased,
                Instant.EPOCH);
    }

    private static NotificationType type(long version, String label) {
        return new NotificationType(
                "versions",
                "versioned",
                version,
                label,
                "news",
                Priority.MEDIUM,
                Level.INFO,
                false,
                false,
                Map.of(),
                null,
                null,
                null,
                List.of(),
                Map.of(),
                false);
    }

    private static Catalogue catalogue(long version, String label) {
        return new Catalogue(
                "versions",
                version,
                Map.of(),
                List.of(new Category("news", label, 1, null, Map.of(), Map.of("en", label))),
                Instant.EPOCH);
    }
}
