package dev.carillon.templates;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.carillon.templates.CompiledTemplate.Iterations;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A JSON object as a template sees it. Nested values are wrapped too, so that every loop is counted.
record Scope(Map<?, ?> map, Iterations iterations) {
    private @Nullable Object get(String name) {
        Object value = map.get(name);
        if (value == null) {
            // null counts as no value: outer objects are searched, then the variable is missing
            return Template.NO_FETCHER_FOUND;
        }
        return wrap(value, iterations);
    }

    private static Object wrap(Object value, Iterations iterations) {
        return switch (value) {
            case Map<?, ?> map -> new Scope(map, iterations);
            case List<?> list -> new Items(list, iterations);
            case String text -> printable(text);
            default -> value;
        };
    }

    private static String printable(String text) {
        return text.codePoints().allMatch(Scope::isPrintable)
                ? text
                : text.codePoints()
                        .filter(Scope::isPrintable)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
    }

    /// Whether it is neither a control character, half of a surrogate pair, nor the marker of a missing variable.
    private static boolean isPrintable(int character) {
        return character == '\n'
                || character == '\t'
                || (!Character.isISOControl(character)
                        && !(character >= Character.MIN_SURROGATE
                                && character <= Character.MAX_SURROGATE)
                        && character != BoundedOutput.MISSING);
    }

    /// A list as a template sees it.
    record Items(List<?> list, Iterations iterations) implements Iterable<Object> {
        @Override
        public Iterator<Object> iterator() {
            Iterator<?> items = list.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return items.hasNext();
                }

                @Override
                public Object next() {
                    iterations.take();
                    Object item = items.next();
                    return item == null ? "" : wrap(item, iterations);
                }
            };
        }
    }

    /// Finds values in scopes only: no methods, no fields, no lambdas.
    static final class MapsOnly implements Mustache.Collector {
        private static final Mustache.VariableFetcher FROM_SCOPE =
                (context, name) -> ((Scope) context).get(name);
        private static final Mustache.VariableFetcher NOTHING =
                (context, name) -> Template.NO_FETCHER_FOUND;

        @Override
        public @Nullable Iterator<?> toIterator(Object value) {
            return switch (value) {
                case Items items -> items.iterator();
                // the engine's representation of a section without value
                case List<?> empty -> empty.iterator();
                default -> null;
            };
        }

        @Override
        public Mustache.VariableFetcher createFetcher(Object context, String name) {
            return context instanceof Scope ? FROM_SCOPE : NOTHING;
        }

        @Override
        public <K, V> Map<K, V> createFetcherCache() {
            return new ConcurrentHashMap<>();
        }
    }
}
