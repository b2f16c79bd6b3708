package dev.carillon.processor.intake;

import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.TopicNames;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The topics of domain events, as the property names them: a list of names or one regular expression.
sealed interface DomainEventTopics {
    /// Full topic names.
    record Names(List<String> names) implements DomainEventTopics {}

    /// All topics that match, including topics that are created later.
    record Matching(Pattern pattern) implements DomainEventTopics {}

    /// @throws IllegalArgumentException when the property is neither names nor a valid regular expression; the message
    ///     names the property
    static DomainEventTopics of(List<String> property, TopicNames topicNames) {
        if (property.isEmpty()) {
            return new Names(List.of(topicNames.of(Topics.DOMAIN_EVENTS)));
        }
        if (property.stream().allMatch(name -> name.matches("[A-Za-z0-9._-]{1,249}"))) {
            return new Names(property);
        }
        // Spring split the property at commas, but a regular expression may contain one.
        String expression = String.join(",", property);
        try {
            return new Matching(Pattern.compile(expression));
        } catch (PatternSyntaxException neither) {
            throw new IllegalArgumentException(
                    "carillon.processor.domain-events must be topic names or one regular expression, but is "
                            + expression,
                    neither);
        }
    }
}
