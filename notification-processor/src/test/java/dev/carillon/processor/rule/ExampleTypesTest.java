package dev.carillon.processor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Channel;
import dev.carillon.events.EventJson;
import dev.carillon.events.NotificationType;
import dev.carillon.events.Priority;
import dev.carillon.events.Switch;
import dev.carillon.processor.ExampleTypes;
import dev.carillon.rules.EventFacts;
import dev.carillon.rules.RuleScope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExampleTypesTest {
    private static final String REPOSITORY =
            "'repository': {'full_name': 'ann/clock', 'html_url': 'https://x.example/ann/clock', 'owner': {'login': 'ann'}}, "
                    + "'sender': {'login': 'bob', 'avatar_url': 'https://x.example/bob.png'}";
    private static final Map<String, CompiledType> COMPILED = compiled();

    private static Map<String, CompiledType> compiled() {
        TypeCompiler compiler = new TypeCompiler();
        Map<String, CompiledType> byKey = new TreeMap<>();
        ExampleTypes.codeHost().forEach(type -> byKey.put(type.key(), compiler.compile(type)));
        return byKey;
    }

    private static NotificationType type(String key) {
        return compiled(key).type();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    issues.assigned | 'issue': {'number': 7, 'title': 'It ticks', 'html_url': 'https://x.example/i/7'}, 'assignee': {'login': 'cid'} | issue-assigned cid | bob assigned you ann/clock#7: It ticks | https://x.example/i/7
                    issues.assigned | 'issue': {'number': 7, 'title': 'It ticks'}, 'assignee': {'login': 'helper[bot]'} | - | - | -
                    pull_request.review_requested | 'pull_request': {'number': 8, 'title': 'Tock'}, 'requested_reviewer': {'login': 'cid'} | review-requested cid | bob asks for your review of ann/clock#8: Tock | https://x.example/ann/clock
                    pull_request.review_requested | 'pull_request': {'number': 8, 'title': 'Tock'}, 'requested_team': {'name': 'tickers'} | - | - | -
                    pull_request.review_requested | 'pull_request': {'number': 8, 'title': 'Tock'}, 'requested_reviewer': null | - | - | -
                    issue_comment.created | 'issue': {'number': 7, 'title': 'It ticks', 'user': {'login': 'ann'}}, 'comment': {'body': 'Why?', 'html_url': 'https://x.example/c/1'} | issue-comment ann | bob commented on ann/clock#7: It ticks | https://x.example/c/1
                    pull_request_review.submitted | 'pull_request': {'number': 8, 'title': 'Tock', 'user': {'login': 'ann'}}, 'review': {'state': 'approved', 'body': null, 'html_url': 'https://x.example/r/1'} | review-submitted ann | bob approved ann/clock#8: Tock | https://x.example/r/1
                    pull_request_review.submitted | 'pull_request': {'number': 8, 'title': 'Tock', 'user': {'login': 'ann'}}, 'review': {'state': 'commented'} | review-submitted ann | bob reviewed ann/clock#8: Tock | https://x.example/ann/clock
                    star.created | 'starred_at': '2026-01-01T00:00:00Z' | repository-starred ann | bob starred ann/clock | https://x.example/ann/clock
                    fork | 'forkee': {'full_name': 'bob/clock', 'html_url': 'https://x.example/bob/clock'} | repository-forked ann | bob forked ann/clock to bob/clock | https://x.example/bob/clock
                    member.added | 'member': {'login': 'cid'} | member-added cid | bob added you to ann/clock | https://x.example/ann/clock
                    member.added | 'member': {'login': 'bob'} | member-added bob | bob added you to ann/clock | https://x.example/ann/clock
                    release.published | 'release': {'name': '', 'tag_name': 'v1', 'html_url': 'https://x.example/v1'} | release-published ann | bob published v1 of ann/clock | https://x.example/v1
                    release.published | 'release': {'name': 'One', 'tag_name': 'v1'} | release-published ann | bob published One of ann/clock | https://x.example/ann/clock
                    dependabot_alert.created | 'alert': {'number': 2, 'html_url': 'https://x.example/a/2', 'security_advisory': {'summary': 'Regex runs wild', 'severity': 'high'}} | security-alert ann | bob found a vulnerability in ann/clock: Regex runs wild | https://x.example/a/2
                    discussion.answered | 'discussion': {'number': 9, 'title': 'How?', 'user': {'login': 'ann'}}, 'answer': {'user': {'login': 'cid'}, 'html_url': 'https://x.example/d/9'} | discussion-answered ann | bob marked an answer in ann/clock#9: How? | https://x.example/d/9
                    workflow_run.completed | 'workflow_run': {'conclusion': 'failure', 'name': 'CI', 'run_number': 3, 'actor': {'login': 'cid'}, 'html_url': 'https://x.example/w/3'} | build-finished cid | CI #3 of cid in ann/clock ended with failure | https://x.example/w/3
                    workflow_run.completed | 'workflow_run': {'conclusion': 'cancelled', 'name': ''} | build-finished bob | Workflow of bob in ann/clock ended with cancelled | https://x.example/ann/clock
                    workflow_run.completed | 'workflow_run': {'conclusion': 'success', 'actor': {'login': 'cid'}} | - | - | -
                    workflow_run.completed | 'workflow_run': {'conclusion': null, 'actor': {'login': 'cid'}} | - | - | -
                    """)
    void tellTheRightPersonOfTheRightThing(
            String event, String payload, String told, String title, String link) {
        List<String> outcome = new ArrayList<>();
        for (CompiledType type : COMPILED.values()) {
            Match match = match(type, event, "{" + payload + ", " + REPOSITORY + "}");
            assertThat(match.failures()).isEmpty();
            for (Match.Pick pick : match.picks()) {
                outcome.add(type.key() + " " + pick.recipient());
                RenderedTexts texts = type.render("en", pick.picked().data());
                assertThat(texts.title()).isEqualTo(title);
                assertThat(texts.text()).contains("ann/clock");
                assertThat(texts.missing()).isEmpty();
                assertThat(pick.picked().actionUrl()).isEqualTo(link);
                RenderedTexts german = type.render("de-CH", pick.picked().data());
                assertThat(german.title()).isNotEqualTo(texts.title()).contains("ann/clock");
                assertThat(german.missing()).isEmpty();
            }
        }
        assertThat(outcome).isEqualTo(told.equals("-") ? List.of() : List.of(told));
    }

    @Test
    void aMissingRecipientFieldIsAFailureThatNamesIt() {
        Match match =
                match(
                        compiled("issue-assigned"),
                        "issues.assigned",
                        "{'issue': {}, " + REPOSITORY + "}");

        assertThat(match.picks()).isEmpty();
        assertThat(match.failures())
                .singleElement()
                .satisfies(failure -> {
                    assertThat(failure.field()).isEqualTo("data.assignee");
                    assertThat(failure.expression()).contains("data.assignee.login");
                });
    }

    @Test
    void haveTheChannelsAndDedupThatTheyPromise() {
        assertThat(COMPILED).hasSize(11);
        assertThat(COMPILED.values()).allMatch(type -> type.fault().isEmpty());
        assertThat(type("issue-assigned").channels())
                .containsEntry(Channel.EMAIL, Switch.IMMEDIATE);
        assertThat(type("issue-comment").channels()).containsEntry(Channel.EMAIL, Switch.DIGEST);
        assertThat(type("repository-starred").channels()).containsOnlyKeys(Channel.IN_APP);
        assertThat(type("security-alert"))
                .satisfies(type -> {
                    assertThat(type.critical()).isTrue();
                    assertThat(type.priority()).isEqualTo(Priority.URGENT);
                });
        assertThat(type("issue-comment").dedup())
                .extracting(NotificationType.Dedup::window)
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void onlySecurityAlertsAndFailedBuildsNotifyTheirActor() {
        assertThat(COMPILED.values())
                .filteredOn(type -> type.type().notifyActor())
                .extracting(CompiledType::key)
                .containsExactlyInAnyOrder("security-alert", "build-finished");
    }

    @Test
    void whoMarkedAnAnswerAndWhoWroteItAreBothActors() {
        assertThat(actorsOfAnAnswerBy("cid")).containsExactly("bob", "cid");
        assertThat(actorsOfAnAnswerBy("bob")).as("each once").containsExactly("bob");
    }

    private static List<String> actorsOfAnAnswerBy(String answerer) {
        Match match =
                match(
                        compiled("discussion-answered"),
                        "discussion.answered",
                        "{'discussion': {'number': 9, 'user': {'login': 'ann'}}, 'answer': {'user': {'login': '"
                                + answerer
                                + "'}}, "
                                + REPOSITORY
                                + "}");
        return match.picks().getFirst().picked().actors();
    }

    private static CompiledType compiled(String key) {
        return Objects.requireNonNull(COMPILED.get(key));
    }

    private static Match match(CompiledType type, String event, String json) {
        byte[] data = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        String eventType = "com.github." + event;
        return MatchEvent.match(
                type,
                eventType,
                RuleScope.of(
                        new EventFacts(
                                "1",
                                "https://x.example",
                                eventType,
                                null,
                                Instant.EPOCH,
                                "default"),
                        EventJson.readObject(data)));
    }
}
