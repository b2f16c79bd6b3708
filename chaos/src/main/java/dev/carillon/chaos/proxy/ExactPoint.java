package dev.carillon.chaos.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A point in the traffic between a process and its servers: just before a request is passed on, or just before its
/// answer is passed on. It may require that other points are passed first.
public final class ExactPoint {
    private final List<Step> steps;

    private ExactPoint(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    record Step(String words, Server server, Direction direction, Predicate<Message> matches) {}

    /// Records for a topic are about to reach the broker.
    public static ExactPoint beforeProduce(String topic) {
        return step(
                "before Produce to " + topic,
                Server.KAFKA,
                Direction.TO_SERVER,
                message -> isProduce(message, topic));
    }

    /// The broker has acknowledged records for a topic, and the producer is about to learn it.
    public static ExactPoint afterProduce(String topic) {
        return step(
                "after Produce to " + topic,
                Server.KAFKA,
                Direction.TO_CLIENT,
                message -> isProduce(message, topic));
    }

    private static boolean isProduce(Message message, String topic) {
        return message.words().startsWith("Produce ")
                && List.of(message.words().split(" ", -1)).contains(topic);
    }

    /// A group's offsets are about to be committed.
    public static ExactPoint beforeOffsetCommit(String group) {
        return step(
                "before OffsetCommit of " + group,
                Server.KAFKA,
                Direction.TO_SERVER,
                message -> message.words().startsWith("OffsetCommit " + group + " "));
    }

    /// A transaction that contains a statement is about to be committed.
    public static ExactPoint beforeCommitOf(String sql) {
        return step(
                "before COMMIT of " + sql,
                Server.POSTGRES,
                Direction.TO_SERVER,
                message -> isCommit(message, sql));
    }

    /// A transaction that contained a statement is committed, and the client is about to learn it.
    public static ExactPoint afterCommitOf(String sql) {
        return step(
                "after COMMIT of " + sql,
                Server.POSTGRES,
                Direction.TO_CLIENT,
                message -> isCommit(message, sql));
    }

    private static boolean isCommit(Message message, String sql) {
        return message.words().startsWith("COMMIT\n") && message.words().contains(sql);
    }

    /// The client is about to confirm to the replication slot how far it has read.
    public static ExactPoint beforeSlotConfirmation() {
        return step(
                "before the slot's confirmation",
                Server.POSTGRES,
                Direction.TO_SERVER,
                message -> message.words().equals(PostgresConversation.CONFIRMATION));
    }

    /// A script has run in Redis, and the client is about to learn its result.
    ///
    /// @param argument the beginning of one of its arguments
    public static ExactPoint afterScript(String argument) {
        return step(
                "after a script of " + argument,
                Server.REDIS,
                Direction.TO_CLIENT,
                message ->
                        message.words().startsWith("EVAL") && message.words().contains(argument));
    }

    /// A request is about to reach the provider.
    public static ExactPoint beforeRequest(String request) {
        return step(
                "before " + request,
                Server.PROVIDER,
                Direction.TO_SERVER,
                message -> message.words().equals(request));
    }

    /// The provider has answered, and the client is about to learn it.
    public static ExactPoint afterRequest(String request) {
        return step(
                "after " + request,
                Server.PROVIDER,
                Direction.TO_CLIENT,
                message -> message.words().equals(request));
    }

    private static ExactPoint step(
            String words, Server server, Direction direction, Predicate<Message> matches) {
        return new ExactPoint(List.of(new Step(words, server, direction, matches)));
    }

    /// The same point, only for a request that contains the text, or its answer.
    public ExactPoint mentioning(String text) {
        Step last = steps.getLast();
        List<Step> changed = new ArrayList<>(steps.subList(0, steps.size() - 1));
        changed.add(
                new Step(
                        last.words() + " with " + text,
                        last.server(),
                        last.direction(),
                        message -> last.matches().test(message) && message.mentions(text)));
        return new ExactPoint(changed);
    }

    /// This point, followed by another one: the process is killed at the second.
    public ExactPoint then(ExactPoint next) {
        List<Step> both = new ArrayList<>(steps);
        both.addAll(next.steps);
        return new ExactPoint(both);
    }

    List<Step> steps() {
        return steps;
    }

    @Override
    public String toString() {
        return steps.stream().map(Step::words).collect(Collectors.joining(", then "));
    }
}
