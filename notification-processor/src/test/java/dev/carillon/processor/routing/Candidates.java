package dev.carillon.processor.routing;

import dev.carillon.events.Channel;
import dev.carillon.events.Priority;
import dev.carillon.events.RecipientKey;
import dev.carillon.processor.ExampleTypes;
import dev.carillon.processor.outbound.EventReference;
import dev.carillon.processor.reference.People.Wanted;
import dev.carillon.processor.rule.CompiledType;
import dev.carillon.processor.rule.TestTypes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Builds candidates for tests of decisions.
final class Candidates {
    String tenant = "default";
    String event = "1";
    String recipient = "ann";
    Instant time = Instant.parse("2026-11-21T11:00:00Z");
    String dedupKey;
    String title;
    Priority priority;
    Instant expiresAt;
    Set<Channel> channels = Set.of();
    List<String> actors = List.of();

    Candidate of(String yaml) {
        CompiledType type = TestTypes.compiled(ExampleTypes.type(yaml));
        EventReference reference = new EventReference(tenant, "https://x.example", event, null);
        RecipientKey key = new RecipientKey(tenant, recipient);
        return new Candidate(
                new ConsumerRecord<>("t", 0, 0, "k", new byte[0]),
                reference,
                Candidate.identity(reference, type, key),
                new UUID(0, 1),
                time,
                null,
                type,
                key,
                "rule",
                new Candidate.Content(
                        title,
                        null,
                        priority,
                        null,
                        Map.of(),
                        actors,
                        null,
                        null,
                        expiresAt,
                        channels,
                        Optional.ofNullable(dedupKey),
                        0),
                Wanted.ANY);
    }
}
