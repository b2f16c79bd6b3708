package dev.carillon.events.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Channel;
import dev.carillon.events.ChannelOutcome;
import dev.carillon.events.DigestFrequency;
import dev.carillon.events.DigestSettings;
import dev.carillon.events.EventJson;
import dev.carillon.events.QuietHours;
import dev.carillon.events.Switch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The JSON on which callers rely.
class RestShapesTest {
    private static final UUID ID = UUID.fromString("019aa5ad-3b00-8c1d-9f6e-0a1b2c3d4e5f");

    @Test
    void preferences() {
        assertGolden(
                new PreferencesDocument(
                        Map.of(Channel.EMAIL, Switch.ON),
                        Map.of("comment", Map.of(Channel.EMAIL, Switch.DIGEST)),
                        Map.of("issue-assigned", Map.of(Channel.IN_APP, Switch.OFF)),
                        new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0)),
                        "Europe/Zurich",
                        "de-CH",
                        new DigestSettings(DigestFrequency.DAILY, LocalTime.of(8, 30), null)),
                PreferencesDocument.class,
                """
                {"channels":{"email":true},"categories":{"comment":{"email":"digest"}},\
                "types":{"issue-assigned":{"in_app":false}},"quiet_hours":{"start":"22:00","end":"07:00"},\
                "time_zone":"Europe/Zurich","locale":"de-CH","digest":{"frequency":"daily","time":"08:30"}}\
                """);
    }

    @Test
    void trigger() {
        assertGolden(
                new TriggerAnswer(
                        "019aa5ad-3b00-8000-8000-000000000001",
                        List.of(new TriggerAnswer.Target("ann", ID))),
                TriggerAnswer.class,
                """
                {"request_id":"019aa5ad-3b00-8000-8000-000000000001",\
                "notifications":[{"recipient":"ann","id":"019aa5ad-3b00-8c1d-9f6e-0a1b2c3d4e5f"}]}\
                """);
    }

    @Test
    void request() {
        assertGolden(
                new RequestAnswer(
                        "019aa5ad-3b00-8000-8000-000000000001",
                        RequestAnswer.State.DECIDED,
                        List.of(
                                new RequestAnswer.Decided(
                                        "ann",
                                        ID,
                                        Map.of(
                                                "email",
                                                new ChannelOutcome(
                                                        ChannelOutcome.Outcome.DEFERRED,
                                                        "quiet_hours",
                                                        "person",
                                                        Instant.parse("2026-11-22T06:00:00Z")))))),
                RequestAnswer.class,
                """
                {"request_id":"019aa5ad-3b00-8000-8000-000000000001","state":"decided",\
                "notifications":[{"recipient":"ann","id":"019aa5ad-3b00-8c1d-9f6e-0a1b2c3d4e5f",\
                "channels":{"email":{"outcome":"deferred","reason":"quiet_hours","decided_by":"person",\
                "due_at":"2026-11-22T06:00:00.000Z"}}}]}\
                """);
    }

    private static <T> void assertGolden(T value, Class<T> type, String golden) {
        byte[] json = EventJson.write(value);

        assertThat(new String(json, StandardCharsets.UTF_8)).isEqualTo(golden);
        assertThat(EventJson.read(json, type)).isEqualTo(value);
    }
}
