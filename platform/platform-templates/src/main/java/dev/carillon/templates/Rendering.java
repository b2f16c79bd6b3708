package dev.carillon.templates;

import java.util.List;

/// What came of rendering a template.
public sealed interface Rendering {
    /// @param missing names of the variables that had no value and rendered empty, each time they did
    record Rendered(String text, List<String> missing) implements Rendering {
        public Rendered {
            missing = List.copyOf(missing);
        }
    }

    /// It grew beyond a limit, and nothing came of it.
    record Exceeded(String message) implements Rendering {}
}
