package dev.carillon.processor.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Notification;
import dev.carillon.processor.reference.Person;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComposeNotificationTest {
    @Test
    void keepsWhatIsALinkAndLeavesOutTheRest() {
        Notification kept = composed("/parcels/5", " /parcels/5.png ");
        assertThat(kept.actionUrl()).isEqualTo("/parcels/5");
        assertThat(kept.imageUrl()).isEqualTo("/parcels/5.png");
        assertThat(composed("https://x.example/5", "https://x.example/5.png").imageUrl())
                .isEqualTo("https://x.example/5.png");

        assertThat(composed("https://x.example/a b", null).actionUrl())
                .isEqualTo("https://x.example/a%20b");
    }

    @Test
    void bringsTitleAndActorsOntoOneLine() {
        Candidates candidates = new Candidates();
        candidates.actors = List.of("bob\nthe\u2028builder", "cid\u0000");
        Candidate candidate =
                candidates.of(
                        """
                        key: parcel
                        templates:
                          in_app:
                            en: { title: "It\\nis\\u0085here" }
                        """);

        Notification notification =
                ComposeNotification.compose(
                                candidate,
                                Person.UNKNOWN,
                                false,
                                Instant.parse("2026-11-21T11:00:00Z"))
                        .notification();

        assertThat(notification.title()).isEqualTo("It is here");
        assertThat(notification.actors()).containsExactly("bob the builder", "cid");
    }

    @Test
    void saysWhichLinkIsLeftOutAndWhy() {
        ComposeNotification.Composed composed = composing("//evil.example", "javascript:alert(1)");

        assertThat(composed.notification().actionUrl()).isNull();
        assertThat(composed.notification().imageUrl()).isNull();
        assertThat(composed.leftOut())
                .containsExactly(
                        Map.entry("action_url", "begins with //, which leads to another site"),
                        Map.entry("image_url", "has the scheme javascript, not http or https"));
        assertThat(composing("/parcels/5", null).leftOut()).isEmpty();
    }

    @Test
    void keepsTitlesOnOneLineAndTheirDirectionsClosed() {
        assertThat(titled("Two\u2028lines\u0085here\u2029").title()).isEqualTo("Two lines here");
        assertThat(titled("chip\u202E signed \u2067in").title())
                .isEqualTo("chip signed \u2067in\u2069");
        assertThat(titled("\u2067" + "x".repeat(400)).title())
                .hasSizeLessThanOrEqualTo(255)
                .doesNotContain("\u2067");
    }

    private static Notification titled(String title) {
        Candidates candidates = new Candidates();
        candidates.title = title;
        Candidate candidate = candidates.of("key: parcel");
        return ComposeNotification.compose(
                        candidate, Person.UNKNOWN, false, Instant.parse("2026-11-21T11:00:00Z"))
                .notification();
    }

    private static Notification composed(String actionUrl, @Nullable String imageUrl) {
        return composing(actionUrl, imageUrl).notification();
    }

    private static ComposeNotification.Composed composing(
            String actionUrl, @Nullable String imageUrl) {
        Candidate candidate =
                new Candidates()
                        .of(
                                """
                                key: parcel
                                templates:
                                  in_app:
                                    en: { title: "It is here", action_url: "%s", image_url: "%s" }
                                """
                                        .formatted(actionUrl, imageUrl == null ? "" : imageUrl));
        return ComposeNotification.compose(
                candidate, Person.UNKNOWN, false, Instant.parse("2026-11-21T11:00:00Z"));
    }
}
