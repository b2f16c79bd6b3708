package dev.carillon.chaos;

import dev.carillon.local.Arguments;
import dev.carillon.local.Service;
import dev.carillon.local.StackException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The options of `./carillon chaos`.
///
/// @param rate events per second; requests and clicks are sent in addition
/// @param seed selects the faults and their times
/// @param provider email provider: `smtp` sends to a mail server that counts each arrival; `mailbox` supports
///     idempotency keys
/// @param from an older build whose services run at the start; `roll` upgrades them and rolls back. Null: the current
///     build
record Options(
        Path root,
        Duration length,
        int rate,
        long seed,
        Set<Fault> faults,
        Provider provider,
        Path report,
        @Nullable Path from) {
    private static final Set<String> KNOWN =
            Set.of("minutes", "seconds", "rate", "seed", "faults", "provider", "report", "from");

    enum Provider {
        SMTP,
        MAILBOX
    }

    /// @throws StackException for an invalid option; the message names it and the allowed values
    static Options of(String... arguments) {
        Arguments given = Arguments.parse(List.of(arguments), Set.of(), KNOWN, Map.of());
        given.none();
        Path root = Path.of(System.getProperty("carillon.root", "."));
        Provider provider = given.option("provider").map(Options::provider).orElse(Provider.SMTP);
        Set<Fault> faults =
                given.option("faults").map(Options::faults).orElseGet(Options::allFaults);
        if (provider == Provider.MAILBOX) {
            if (faults.equals(Set.of(Fault.CUT_MAILS))) {
                throw new StackException(
                        "cut-mails needs --provider smtp; with mailbox and no other fault there is nothing to do.");
            }
            faults.remove(Fault.CUT_MAILS);
        }
        return new Options(
                root,
                Duration.ofSeconds(given.count("seconds", 60 * given.count("minutes", 10))),
                (int) given.count("rate", 200),
                given.count("seed", System.currentTimeMillis() % 1_000_000),
                faults,
                provider,
                given.option("report").map(Path::of).orElse(root.resolve(".carillon/chaos")),
                given.option("from").map(Options::build).orElse(null));
    }

    /// All except the rolling update, which takes minutes. It runs when it is named.
    private static Set<Fault> allFaults() {
        return EnumSet.complementOf(EnumSet.of(Fault.ROLL));
    }

    private static Path build(String text) {
        Path build = Path.of(text).toAbsolutePath().normalize();
        for (Service service : Service.values()) {
            try {
                service.jar(build);
            } catch (StackException missing) {
                throw new StackException(
                        "--from must be a built source tree of Carillon, but in %s %s"
                                .formatted(build, missing.getMessage()),
                        missing);
            }
        }
        return build;
    }

    private static Provider provider(String text) {
        return Arrays.stream(Provider.values())
                .filter(provider -> title(provider).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new StackException(
                                "There is no provider \"" + text + "\". Use smtp or mailbox."));
    }

    private static Set<Fault> faults(String text) {
        Set<Fault> chosen = EnumSet.noneOf(Fault.class);
        if (text.equals("none")) {
            return chosen;
        }
        for (String one : text.split(",", -1)) {
            chosen.add(
                    Arrays.stream(Fault.values())
                            .filter(fault -> fault.title().equals(one))
                            .findFirst()
                            .orElseThrow(() ->
                                    new StackException(
                                            "There is no fault \""
                                                    + one
                                                    + "\". Use none, or some of "
                                                    + all()
                                                    + ".")));
        }
        return chosen;
    }

    private static String all() {
        return Arrays.stream(Fault.values()).map(Fault::title).collect(Collectors.joining(", "));
    }

    static String title(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
