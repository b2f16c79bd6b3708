package dev.carillon.local;

import dev.carillon.events.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;

/// A stack that the commands `demo`, `token`, `why` and `publish` work with: one that `./carillon start` runs, or the
/// containers of `docker-compose.yml`.
///
/// @param api base URL of notification-api
/// @param kafka `host:port` of Kafka
/// @param memories where the demo keeps what it remembers
/// @param manyLogs whether that directory is of several stacks, one after the other
record RunningStack(String api, String kafka, Path memories, boolean manyLogs) {
    static final String TOPIC_PREFIX = "carillon.";

    /// Where to look.
    ///
    /// @param directory of a stack that `./carillon start` runs
    /// @param chosen whether somebody named the directory; if so, only that stack is meant
    /// @param environment the variables of this process
    /// @param root of the project
    record Search(Path directory, boolean chosen, Map<String, String> environment, Path root) {
        /// @throws StackException when no stack runs
        RunningStack find() {
            return started().or(this::containers).orElseThrow(this::noStack);
        }

        private Optional<RunningStack> started() {
            return new RunFile(directory)
                    .read()
                    .filter(state -> state.launcher().find().isPresent())
                    .map(state -> Urls.of(state.ports()))
                    .map(urls ->
                            new RunningStack(
                                    urls.getOrDefault("api", ""),
                                    urls.getOrDefault("kafka", ""),
                                    directory.resolve("data/demo"),
                                    false));
        }

        private Optional<RunningStack> containers() {
            if (chosen) {
                return Optional.empty();
            }
            ComposeVariables variables = ComposeVariables.of(root, environment);
            String api = "http://localhost:" + variables.apiPort();
            if (!new LocalApi(api).isLocalMode()) {
                return Optional.empty();
            }
            return Optional.of(
                    new RunningStack(
                            api,
                            "localhost:" + variables.kafkaPort(),
                            root.resolve(".carillon/compose"),
                            true));
        }

        private StackException noStack() {
            return new StackException(
                    "No stack is running in %s. Start one with ./carillon start."
                                    .formatted(directory)
                            + (chosen
                                    ? ""
                                    : " The containers of docker-compose.yml do not answer either."));
        }
    }

    /// Where the demo keeps what it remembers of this stack. Volumes that are deleted take nothing of it along, so a
    /// directory of containers is named by the id that Kafka gave the topic of domain events when it was created.
    ///
    /// @throws StackException when Kafka does not answer
    Path memory() {
        return manyLogs ? memories.resolve(log()) : memories;
    }

    private String log() {
        String topic = TOPIC_PREFIX + Topics.DOMAIN_EVENTS;
        try (Admin admin =
                Admin.create(
                        Map.of(
                                "bootstrap.servers",
                                kafka,
                                "request.timeout.ms",
                                5_000,
                                "default.api.timeout.ms",
                                10_000))) {
            KafkaFuture<TopicDescription> described =
                    Objects.requireNonNull(
                            admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
            return described.get(15, TimeUnit.SECONDS).topicId().toString();
        } catch (ExecutionException | TimeoutException away) {
            throw new StackException(
                    "Kafka at %s does not answer or has no topic %s (CARILLON_KAFKA_PORT is its port)."
                            .formatted(kafka, topic),
                    away);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted.", interrupted);
        }
    }
}
