package dev.carillon.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventJsonTest {
    @Test
    void writesPreferencesAsTheDesignShowsThem() {
        var preferences =
                new Preferences(
                        "default",
                        "ann",
                        3,
                        Map.of(Channel.IN_APP, Switch.ON),
                        Map.of("comment", Map.of(Channel.EMAIL, Switch.OFF)),
                        Map.of("issue-assigned", Map.of(Channel.EMAIL, Switch.IMMEDIATE)),
                        new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0)),
                        new DigestSettings(
                                DigestFrequency.WEEKLY, LocalTime.of(8, 30), DayOfWeek.MONDAY),
                        false,
                        Instant.parse("2026-11-21T10:00:00Z"));

        byte[] json = EventJson.write(preferences);

        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"tenant":"default","recipient":"ann","version":3,"channels":{"in_app":true},\
                        "categories":{"comment":{"email":false}},"types":{"issue-assigned":{"email":"immediate"}},\
                        "quiet_hours":{"start":"22:00","end":"07:00"},\
                        "digest":{"frequency":"weekly","time":"08:30","day":"monday"},"deleted":false,\
                        "updated_at":"2026-11-21T10:00:00.000Z"}\
                        """);
        assertThat(EventJson.read(json, Preferences.class)).isEqualTo(preferences);
    }

    @Test
    void ignoresUnknownFieldsAndReadsAbsentCollectionsAsEmpty() {
        var recipient =
                EventJson.read(
                        "{\"tenant\":\"default\",\"recipient\":\"ann\",\"new_field\":{\"a\":1},\"avatar_url\":\"https://x.example/a.png\",\"updated_at\":\"2026-11-21T10:00:00Z\"}"
                                .getBytes(StandardCharsets.UTF_8),
                        Recipient.class);

        assertThat(recipient.attributes()).isEmpty();
        assertThat(recipient.version()).isZero();
        assertThat(recipient.avatar())
                .as("by its name in older records")
                .isEqualTo("https://x.example/a.png");
    }
}
