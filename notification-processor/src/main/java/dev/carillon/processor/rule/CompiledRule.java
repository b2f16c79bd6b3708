package dev.carillon.processor.rule;

import dev.carillon.rules.CompiledExpression;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A compiled rule of a type.
record CompiledRule(
        @Nullable CompiledExpression condition,
        CompiledExpression recipients,
        Map<String, CompiledExpression> data,
        @Nullable CompiledExpression actors,
        @Nullable CompiledExpression actionUrl,
        @Nullable CompiledExpression imageUrl) {}
