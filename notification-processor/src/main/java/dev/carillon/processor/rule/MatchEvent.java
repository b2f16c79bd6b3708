package dev.carillon.processor.rule;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.EventJson;
import dev.carillon.events.RecipientKey;
import dev.carillon.processor.rule.Match.Failure;
import dev.carillon.processor.rule.Match.Pick;
import dev.carillon.processor.rule.Match.Picked;
import dev.carillon.rules.CompiledExpression;
import dev.carillon.rules.Evaluation;
import dev.carillon.rules.RuleScope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Evaluates a type's rules for an event. Pure functions.
public final class MatchEvent {
    /// The greatest size of a rule's data as JSON.
    static final int DATA_BYTES = 32 * 1024;

    private final CompiledType type;
    private final RuleScope scope;
    private final Map<String, Picked> picks = new LinkedHashMap<>();
    private final List<Failure> failures = new ArrayList<>();
    private boolean matched;

    private MatchEvent(CompiledType type, RuleScope scope) {
        this.type = type;
        this.scope = scope;
    }

    /// Evaluates all rules. If several rules yield the same recipient, the first one counts.
    public static Match match(CompiledType type, String eventType, RuleScope scope) {
        if (type.fault().isPresent()) {
            Failure failure =
                    new Failure(
                            ErrorCode.TYPE_NOT_USABLE,
                            "the type cannot be used: " + type.fault().get(),
                            null,
                            null,
                            null,
                            null);
            return new Match(List.of(), List.of(failure), true);
        }
        MatchEvent asking = new MatchEvent(type, scope);
        type.rules(eventType).forEach(asking::ask);
        return new Match(
                asking.picks.entrySet().stream()
                        .map(pick -> new Pick(pick.getKey(), pick.getValue()))
                        .toList(),
                asking.failures,
                asking.matched);
    }

    /// Evaluates the type's dedup key for a request; empty when the request's data lacks the fields of the key.
    public static Optional<String> dedupKey(CompiledType type, RuleScope scope) {
        CompiledExpression key = type.dedupKey();
        return key != null
                        && key.asText(scope)
                                instanceof Evaluation.Yielded<Optional<String>>(var text)
                ? text
                : Optional.empty();
    }

    private void ask(CompiledRule rule) {
        CompiledExpression condition = rule.condition();
        if (condition != null) {
            Optional<Boolean> holds = value(condition.asBoolean(scope));
            if (!holds.orElse(false)) {
                return;
            }
        }
        Optional<List<String>> named = value(rule.recipients().asTexts(scope));
        if (named.isEmpty()) {
            return;
        }
        matched = true;
        Set<String> recipients = valid(rule, named.get());
        recipients.removeAll(picks.keySet());
        if (!recipients.isEmpty()) {
            pick(rule).ifPresent(picked -> recipients.forEach(one -> picks.put(one, picked)));
        }
    }

    private Set<String> valid(CompiledRule rule, List<String> named) {
        Set<String> valid = new LinkedHashSet<>();
        for (String recipient : named) {
            if (RecipientKey.isRecipient(recipient)) {
                valid.add(recipient);
            } else {
                failures.add(
                        new Failure(
                                ErrorCode.INVALID_RECIPIENT,
                                "the rule yields an invalid recipient id",
                                rule.recipients().source(),
                                "recipients",
                                RecipientKey.RECIPIENT_ALLOWED,
                                shortened(recipient)));
            }
        }
        return valid;
    }

    private static String shortened(String text) {
        String shown = text.length() <= 200 ? text : text.substring(0, 200) + "…";
        // A lone surrogate cannot be stored: encoding replaces it.
        return new String(shown.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private Optional<Picked> pick(CompiledRule rule) {
        int before = failures.size();
        Map<String, Object> data = new LinkedHashMap<>();
        rule.data()
                .forEach((name, expression) ->
                        value(expression.asJson(scope))
                                .ifPresent(
                                        found -> found.ifPresent(value -> data.put(name, value))));
        List<String> actors = read(rule.actors(), one -> one.asTexts(scope)).orElse(List.of());
        List<String> distinctActors = actors.stream().distinct().toList();
        Optional<String> actionUrl = text(rule.actionUrl());
        Optional<String> imageUrl = text(rule.imageUrl());
        Optional<String> dedupKey = text(type.dedupKey());
        int bytes = failures.size() == before ? EventJson.write(data).length : 0;
        if (bytes > DATA_BYTES) {
            failures.add(
                    new Failure(
                            ErrorCode.DATA_TOO_LARGE,
                            "the rule's data is larger than " + DATA_BYTES + " bytes",
                            null,
                            "data",
                            "at most " + DATA_BYTES + " bytes of JSON",
                            null));
        }
        return failures.size() == before
                ? Optional.of(
                        new Picked(
                                data,
                                distinctActors,
                                actionUrl.orElse(null),
                                imageUrl.orElse(null),
                                dedupKey,
                                bytes))
                : Optional.empty();
    }

    private Optional<String> text(@Nullable CompiledExpression expression) {
        return read(expression, one -> one.asText(scope)).flatMap(found -> found);
    }

    private <T> Optional<T> read(
            @Nullable CompiledExpression expression,
            Function<CompiledExpression, Evaluation<T>> evaluation) {
        return expression == null ? Optional.empty() : value(evaluation.apply(expression));
    }

    private <T> Optional<T> value(Evaluation<T> evaluation) {
        return switch (evaluation) {
            case Evaluation.Yielded<T>(T value) -> Optional.of(value);
            case Evaluation.Failed<T> failed -> {
                failures.add(
                        new Failure(
                                ErrorCode.EXPRESSION_FAILED,
                                failed.message(),
                                failed.expression(),
                                failed.missingField(),
                                null,
                                null));
                yield Optional.empty();
            }
        };
    }
}
