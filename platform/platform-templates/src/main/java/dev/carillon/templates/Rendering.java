package dev.carillon.templates;

import java.util.List;

/// The outcome of rendering a template.
public sealed interface Rendering {
    /// @param missing names of the variables that had no value and rendered empty, once for each use
    record Rendered(String text, List<String> missing) implements Rendering {
        public Rendered {
            missing = List.copyOf(missing);
        }
    }

    /// The output exceeded a limit, so there is none.
    record Exceeded(String message) implements Rendering {}
}
