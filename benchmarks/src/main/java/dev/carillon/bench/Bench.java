package dev.carillon.bench;

import dev.carillon.drive.Callers;
import dev.carillon.local.Stack;
import dev.carillon.local.StackEvents;
import dev.carillon.local.StackException;
import dev.carillon.local.StackSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// `./carillon bench`: a stack of its own, measured.
public final class Bench {
    private final PrintStream out;
    private final Options options;

    private Bench(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException {
        Options options;
        try {
            options = Options.of(arguments);
        } catch (StackException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        boolean whole = new Bench(System.out, options).run();
        System.exit(whole ? 0 : 1);
    }

    private boolean run() throws IOException {
        Path directory = Files.createTempDirectory("carillon-bench");
        StackSettings settings = StackSettings.forTest(options.root(), directory);
        boolean whole = true;
        try (Stack stack = Stack.openFresh(settings, StackEvents.silent())) {
            long begun = System.nanoTime();
            stack.start();
            out.printf(
                    "ready after %.1f s%n%n",
                    Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1e3);
            EventToFrame measure =
                    new EventToFrame(stack, new Callers(stack), options.sockets(), options.rate());
            out.printf(
                    "event to frame, %d sockets, %d events/s%n%-34s%8s%8s%8s  ms%n",
                    options.sockets(), options.rate(), "", "p50", "p99", "p99.9");
            for (int round = 1; round <= options.rounds(); round++) {
                EventToFrame.Round measured =
                        measure.run(
                                round,
                                round == 1 ? options.warmUp() : options.warmUp().dividedBy(4),
                                options.measured());
                out.printf(
                        "round %d, %6d of %6d%9s%s%n",
                        round,
                        measured.arrived(),
                        measured.sent(),
                        "",
                        EventToFrame.in(measured.whole()));
                measured.hops()
                        .forEach((name, hop) ->
                                out.printf("  %-32s%s%n", name, EventToFrame.in(hop)));
                if (measured.twice() > 0) {
                    out.printf("  %d frames came twice%n", measured.twice());
                }
                whole &= measured.arrived() == measured.sent() && measured.twice() == 0;
            }
        }
        return whole;
    }
}
