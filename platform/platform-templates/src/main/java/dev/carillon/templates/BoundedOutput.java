package dev.carillon.templates;

import dev.carillon.templates.CompiledTemplate.LimitExceededException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/// The output of a template. It enforces the size limit and records missing variables.
///
/// The engine reports a missing variable only by its substitute text. That text contains a marker character that no
/// value can contain, because [Templates] removes it from values.
final class BoundedOutput extends Writer {
    /// A Unicode noncharacter, reserved for internal uses like this.
    static final char MISSING = '\uFDD0';

    private final int limit;
    private final StringBuilder text = new StringBuilder();
    private final List<String> missing = new ArrayList<>();

    BoundedOutput(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(String value) {
        if (!value.isEmpty() && value.charAt(0) == MISSING) {
            missing.add(value.substring(1));
            return;
        }
        check(value.length());
        text.append(value);
    }

    @Override
    public void write(char[] characters, int offset, int length) {
        write(new String(characters, offset, length));
    }

    private void check(int more) {
        if (text.length() + more > limit) {
            throw new LimitExceededException(
                    "renders more than the " + limit + " characters allowed");
        }
    }

    String text() {
        return text.toString();
    }

    List<String> missing() {
        return missing;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
