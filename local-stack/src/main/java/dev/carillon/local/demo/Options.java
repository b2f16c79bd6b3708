package dev.carillon.local.demo;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The options of the command line.
///
/// @param file file of webhooks, or null for the built-in story
/// @param again whether to start the next series
/// @param rate events per second; 0 means no limit
/// @param recipients whether to register the people of the file first
/// @param api base URL of notification-api
/// @param kafka bootstrap servers
/// @param prefix topic prefix
/// @param state directory that stores when a content was first played
record Options(
        @Nullable Path file,
        boolean again,
        int rate,
        boolean recipients,
        String api,
        String kafka,
        String prefix,
        Path state) {
    static final int LARGEST_RATE = 100_000;

    static Options parse(List<String> arguments) {
        Path file = null;
        boolean again = false;
        int rate = 0;
        boolean recipients = true;
        String api = "http://localhost:8080";
        String kafka = "localhost:19092";
        String prefix = "carillon.";
        Path state = Path.of(".carillon", "demo");
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String argument = rest.pop();
            switch (argument) {
                case "--again" -> again = true;
                case "--no-recipients" -> recipients = false;
                case "--rate" -> rate = rate(value(argument, rest));
                case "--api" -> api = value(argument, rest);
                case "--kafka" -> kafka = value(argument, rest);
                case "--topic-prefix" -> prefix = value(argument, rest);
                case "--state" -> state = Path.of(value(argument, rest));
                default -> {
                    if (argument.startsWith("-")) {
                        throw new IllegalArgumentException(
                                "unknown option "
                                        + argument
                                        + "; usage: demo [FILE] [--again] [--rate N] [--no-recipients]");
                    }
                    if (file != null) {
                        throw new IllegalArgumentException(
                                "only one file is allowed; unexpected argument " + argument);
                    }
                    file = Path.of(argument);
                }
            }
        }
        return new Options(file, again, rate, recipients, api, kafka, prefix, state);
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.pop();
    }

    private static int rate(String text) {
        try {
            int rate = Integer.parseInt(text);
            if (rate >= 1 && rate <= LARGEST_RATE) {
                return rate;
            }
        } catch (NumberFormatException notANumber) {
            // The exception is thrown below.
        }
        throw new IllegalArgumentException(
                "--rate must be 1 to " + LARGEST_RATE + " events a second, but is " + text);
    }
}
