package dev.carillon.processor.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Notification;
import dev.carillon.processor.reference.Person;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ComposeNotificationTest {
    @Test
    void keepsWhatIsALinkAndLeavesOutTheRest() {
        Notification kept = composed("/parcels/5", " /parcels/5.png ");
        assertThat(kept.actionUrl()).isEqualTo("/parcels/5");
        assertThat(kept.imageUrl()).isEqualTo("/parcels/5.png");
        assertThat(composed("https://x.example/5", "https://x.example/5.png").imageUrl())
                .isEqualTo("https://x.example/5.png");

        Notification dropped = composed("//evil.example", "javascript:alert(1)");
        assertThat(dropped.actionUrl()).isNull();
        assertThat(dropped.imageUrl()).isNull();
    }

    private static Notification composed(String actionUrl, String imageUrl) {
        Candidate candidate =
                new Candidates()
                        .of(
                                """
                                key: parcel
                                templates:
                                  in_app:
                                    en: { title: "It is here", action_url: "%s", image_url: "%s" }
                                """
                                        .formatted(actionUrl, imageUrl));
        return ComposeNotification.compose(
                        candidate, Person.UNKNOWN, false, Instant.parse("2026-11-21T11:00:00Z"))
                .notification();
    }
}
