package dev.carillon.processor.rule;

import dev.carillon.events.NotificationType;

/// Compiles types for tests in other packages.
public final class TestTypes {
    private static final TypeCompiler COMPILER = new TypeCompiler();

    private TestTypes() {}

    public static CompiledType compiled(NotificationType type) {
        return COMPILER.compile(type);
    }
}
