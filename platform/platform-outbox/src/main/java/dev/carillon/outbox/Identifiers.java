package dev.carillon.outbox;

import java.util.regex.Pattern;

/// Checks SQL identifiers from the configuration, so that they never need quoting.
final class Identifiers {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private Identifiers() {}

    static String checked(String what, String name) {
        if (!PLAIN.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what
                            + " must be 1 to 63 characters of [a-z0-9_], not beginning with a digit, but is '"
                            + name
                            + "'");
        }
        return name;
    }

    static String qualified(String schema, String table) {
        return checked("schema", schema) + "." + table;
    }
}
