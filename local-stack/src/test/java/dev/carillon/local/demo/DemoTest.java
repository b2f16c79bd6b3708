package dev.carillon.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123456Z");

    @Test
    void namesTheFaultOfALine() {
        assertThat(WebhookLine.parse(3, "nonsense")).isInstanceOf(WebhookLine.Unreadable.class);
        assertThat(WebhookLine.parse(3, "[1]"))
                .isEqualTo(new WebhookLine.Unreadable(3, "is not a JSON object"));
        assertThat(WebhookLine.parse(4, "{\"event\":\"fork\"}"))
                .isEqualTo(new WebhookLine.Unreadable(4, "lacks `delivery`"));
        assertThat(WebhookLine.parse(5, "{\"delivery\":\"1\",\"event\":\" \"}"))
                .isEqualTo(new WebhookLine.Unreadable(5, "lacks `event`"));
    }

    @Test
    void convertsAWebhookToACloudEvent() {
        var fork =
                (WebhookLine.Webhook)
                        WebhookLine.parse(
                                1,
                                "{\"delivery\":\"d\",\"event\":\"fork\",\"payload\":{\"repository\":{\"full_name\":\"a/b\"},\"n\":7}}");
        var ping =
                (WebhookLine.Webhook)
                        WebhookLine.parse(
                                2,
                                "{\"delivery\":\"d\",\"event\":\"ping\",\"payload\":{\"action\":\"sent\"}}");

        assertThat(fork.type()).isEqualTo("com.github.fork");
        assertThat(fork.source()).isEqualTo("https://github.com/a/b");
        assertThat(new String(fork.data(), StandardCharsets.UTF_8))
                .isEqualTo("{\"repository\":{\"full_name\":\"a/b\"},\"n\":7}");
        assertThat(ping.type()).isEqualTo("com.github.ping.sent");
        assertThat(ping.source()).isEqualTo("https://github.com");
        assertThat(ping.repository()).isNull();
    }

    @Test
    void playsTheSameContentAtTheSameTimesAndAnotherSeriesFromNow(@TempDir Path state)
            throws IOException {
        Series first = Series.first(state, "abc", NOW);
        Series repeated = Series.first(state, "abc", NOW.plusSeconds(60));
        Series second = Series.next(state, "abc", NOW.plusSeconds(60));
        Series third = Series.next(state, "abc", NOW.plusSeconds(90));

        assertThat(repeated).isEqualTo(first);
        assertThat(first.id("d")).isEqualTo("d");
        assertThat(first.time(3, null)).isEqualTo("2026-11-21T10:00:00.125Z");
        assertThat(first.time(3, "2026-01-01T00:00:00Z")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(second.id("d")).isEqualTo("d-1");
        assertThat(second.time(1, "2026-01-01T00:00:00Z")).isEqualTo("2026-11-21T10:01:00.123Z");
        assertThat(third.id("d")).isEqualTo("d-2");
        assertThat(Series.first(state, "abc", NOW.plusSeconds(120))).isEqualTo(first);
    }

    @Test
    void namesTheValuesThatAnOptionAllows() {
        assertThatThrownBy(() -> Options.parse(List.of("--rate", "0")))
                .hasMessageContaining("1 to 100000");
        assertThatThrownBy(() -> Options.parse(List.of("--fast")))
                .hasMessageContaining("unknown option --fast");
        assertThatThrownBy(() -> Options.parse(List.of("--rate")))
                .hasMessageContaining("needs a value");
    }

    @Test
    void theStoryHasEveryRowAndWhatRealFilesLack() throws IOException {
        List<WebhookLine.Webhook> story = story();
        Set<String> types =
                story.stream().map(WebhookLine.Webhook::type).collect(Collectors.toSet());

        assertThat(types)
                .contains(
                        "com.github.issues.assigned",
                        "com.github.pull_request.review_requested",
                        "com.github.issue_comment.created",
                        "com.github.pull_request_review.submitted",
                        "com.github.star.created",
                        "com.github.fork",
                        "com.github.member.added",
                        "com.github.release.published",
                        "com.github.dependabot_alert.created",
                        "com.github.discussion.answered",
                        "com.github.workflow_run.completed");
        assertThat(story).hasSizeBetween(55, 70);
        assertThat(People.in(story)).hasSize(12).containsEntry("ines-m", "Inês Martins");
        assertThat(story).anyMatch(line -> line.payload().has("requested_team"));
        assertThat(story).anyMatch(line -> line.payload().toString().contains("[bot]"));
        assertThat(story).extracting(WebhookLine.Webhook::delivery).doesNotHaveDuplicates();
    }

    private static List<WebhookLine.Webhook> story() throws IOException {
        try (InputStream in =
                Demo.class.getResourceAsStream("/dev/carillon/local/demo/story.jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> (WebhookLine.Webhook) WebhookLine.parse(1, line))
                    .toList();
        }
    }
}
