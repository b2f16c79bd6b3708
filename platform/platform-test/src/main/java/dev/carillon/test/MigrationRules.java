package dev.carillon.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/// What a Flyway migration may do. During a rolling update, and after a rollback, services of the previous release run
/// on the new schema. So a migration only expands it: new tables, and new columns that old statements need not know.
/// What the previous release no longer uses may go in a later release. The comment above that statement begins with
/// `-- contract: ` and names the release that stopped using it.
public final class MigrationRules {
    private static final Pattern VERSION = Pattern.compile("V(\\d+)__.*\\.sql");
    private static final String CONTRACT = "-- contract: ";

    /// A body between dollar quotes, such as a function's: its semicolons end no statement.
    private static final Pattern BODY = Pattern.compile("(\\$\\w*\\$).*?\\1", Pattern.DOTALL);

    private static final Pattern COMMENT = Pattern.compile("--(?! contract: )[^\\n]*");

    private static final Map<Pattern, String> BREAKING = breaking();

    private MigrationRules() {}

    private static Map<Pattern, String> breaking() {
        Map<Pattern, String> faults = new LinkedHashMap<>();
        faults.put(
                Pattern.compile("^drop (table|view|materialized view|type|schema|function)\\b"),
                "drops what the previous release may use");
        faults.put(
                Pattern.compile("\\bdrop column\\b"),
                "drops a column that the previous release may use");
        faults.put(Pattern.compile("\\brename\\b"), "renames what the previous release uses");
        faults.put(
                Pattern.compile("\\balter column \\S+ (set data )?type\\b"),
                "changes the type of a column that the previous release reads and writes");
        faults.put(
                Pattern.compile("\\bset not null\\b"),
                "requires a value that the previous release may not write");
        faults.put(
                Pattern.compile(
                        "\\badd column (if not exists )?\\S+ (?!.*\\b(default|generated)\\b).*\\bnot null\\b"),
                "adds a column that the previous release does not fill");
        faults.put(
                Pattern.compile("^alter table .*\\badd (constraint|unique|check|foreign key)\\b"),
                "adds a constraint that rows of the previous release may violate");
        faults.put(
                Pattern.compile("^create unique index\\b"),
                "adds a uniqueness that rows of the previous release may violate");
        return faults;
    }

    /// Checks the migrations of a class path directory.
    ///
    /// @param directory such as `db/migration`
    /// @param released the highest version of the first release: no older release runs on those
    public static void check(String directory, int released) {
        List<String> faults = new ArrayList<>();
        int found = 0;
        try {
            for (Resource file :
                    new PathMatchingResourcePatternResolver()
                            .getResources("classpath*:" + directory + "/V*.sql")) {
                String name = Objects.requireNonNull(file.getFilename());
                Matcher version = VERSION.matcher(name);
                assertThat(version.matches()).as(name + " is V<number>__<name>.sql").isTrue();
                found++;
                if (Integer.parseInt(version.group(1)) > released) {
                    try (InputStream text = file.getInputStream()) {
                        faults.addAll(
                                faults(
                                        name,
                                        new String(text.readAllBytes(), StandardCharsets.UTF_8)));
                    }
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        assertThat(found).as("migrations in " + directory).isPositive();
        assertThat(faults).isEmpty();
    }

    /// The statements of a migration that break the previous release, each with the reason.
    static List<String> faults(String name, String sql) {
        List<String> faults = new ArrayList<>();
        // without bodies and comments, only real semicolons separate statements
        String plain = COMMENT.matcher(BODY.matcher(sql).replaceAll("body")).replaceAll(" ");
        for (String part : plain.split(";", -1)) {
            if (part.contains(CONTRACT)) {
                continue;
            }
            String statement = part.replaceAll("\\s+", " ").strip().toLowerCase(Locale.ROOT);
            BREAKING.forEach((pattern, fault) -> {
                if (pattern.matcher(statement).find()) {
                    faults.add(name + " " + fault + ": " + statement);
                }
            });
        }
        return faults;
    }
}
