package dev.carillon.api.type;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.api.web.Nearest;
import dev.carillon.events.Category;
import dev.carillon.events.Channel;
import dev.carillon.events.NotificationType;
import dev.carillon.events.Switch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypeFileTest {
    private static final Map<String, Category> CATEGORIES =
            Map.of("comment", new Category("comment", "Comment", 1, null, Map.of()));

    private final List<FileFault> faults = new ArrayList<>();

    @Test
    void readsAllThatATypeCanSay() {
        NotificationType type =
                read(
                        """
                        key: issue-comment
                        label: Issue comment
                        category: comment
                        priority: high
                        level: success
                        notify_actor: true
                        channels: { in_app: true, email: digest }
                        dedup: { key: "data.repository + '#' + string(data.number)", window: PT10M }
                        expires_after: P30D
                        rules:
                          - event: com.example.commented
                            when: true
                            recipients: "[data.author]"
                            actors: data.actor
                            data: { actor: data.actor, count: data.number }
                            action_url: data.url
                        data_schema: {}
                        templates:
                          in_app:
                            en: { title: "{{actor}} commented", text: "{{count}}" }
                            de-CH: { title: "{{actor}} hat kommentiert" }
                          email:
                            en: { title: "{{actor}}", button: "Open" }
                        """);

        assertThat(faults).isEmpty();
        assertThat(type.channels())
                .containsEntry(Channel.EMAIL, Switch.DIGEST)
                .containsEntry(Channel.IN_APP, Switch.ON);
        assertThat(type.expiresAfter()).isEqualTo(Duration.ofDays(30));
        assertThat(type.notifyActor()).isTrue();
        assertThat(type.critical()).isFalse();
        assertThat(type.dedup().window()).isEqualTo(Duration.ofMinutes(10));
        assertThat(type.rules().getFirst().condition()).isEqualTo("true");
        assertThat(type.dataSchema()).as("an empty schema is none").isNull();
        assertThat(type.templates().get(Channel.IN_APP)).containsOnlyKeys("en", "de-CH");
    }

    @Test
    void namesLineAndReasonOfEachFault() {
        assertThat(
                        read(
                                """
                                key: Bad Key
                                category: coment
                                priority: huge
                                critical: "no"
                                notify_actor: maybe
                                channels: { in_app: maybe, fax: true }
                                dedup: { key: "1 +", window: 10m }
                                expires_after: -PT1S
                                data_schema: { type: 7 }
                                rules:
                                  - evnt: com.example.x
                                    recipients: "1 + 2"
                                templates:
                                  email:
                                    en:
                                      titel: x
                                """))
                .isNull();

        assertThat(faults)
                .extracting(fault -> fault.line() + " " + fault.reason().split(" ", 2)[0])
                .containsExactlyInAnyOrder(
                        "1 key",
                        "2 category",
                        "3 priority",
                        "4 critical",
                        "5 notify_actor",
                        "6 channels.in_app",
                        "6 channels.fax",
                        "7 dedup.key",
                        "7 dedup.window",
                        "8 expires_after",
                        "9 data_schema",
                        "11 rules[0].evnt",
                        "11 rules[0].event",
                        "12 rules[0].recipients",
                        "16 templates.email.en.titel",
                        "15 templates.email.en.title",
                        "13 templates");
        assertThat(faults.toString())
                .contains(
                        "did you mean 'event'?", "did you mean 'title'?", "one of comment, other");
    }

    @Test
    void namesTheLineWhereYamlEnds() {
        read("key: a\n  label: [\n");
        read("key: a\nkey: b\n");
        read("- a list\n");

        assertThat(faults).extracting(FileFault::line).containsExactly(2, 2, 1);
        assertThat(faults.get(1).reason()).contains("key");
    }

    @Test
    void findsNoFaultInTheExamples() {
        var files =
                new TypeFiles(
                        List.of(Path.of("../examples/code-host")),
                        "default",
                        new TypeCompiler(new DataSchemas()));

        var content = files.read(Map.of());

        assertThat(content.faults()).isEmpty();
        assertThat(content.types()).hasSizeGreaterThanOrEqualTo(11);
    }

    @Test
    void findsTheWordThatWasMeant() {
        assertThat(Nearest.to("prioriti", List.of("priority", "level"))).contains("priority");
        assertThat(Nearest.to("something-else", List.of("priority", "level"))).isEmpty();
    }

    private NotificationType read(String yaml) {
        TypeFile reader = new TypeFile("default", CATEGORIES, new TypeCompiler(new DataSchemas()));
        return switch (YamlDocument.parse("t.yaml", yaml.getBytes(StandardCharsets.UTF_8))) {
            case YamlDocument.Parsed.Document(YamlDocument document) ->
                    reader.read("t.yaml", document, faults);
            case YamlDocument.Parsed.Unreadable(FileFault fault) -> {
                faults.add(fault);
                yield null;
            }
        };
    }
}
