package dev.carillon.local;

import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Prints on the terminal what the stack does.
final class ConsoleEvents implements StackEvents {
    private final PrintStream out;
    private final long begun = System.nanoTime();
    private volatile boolean welcomed;

    ConsoleEvents(PrintStream out) {
        this.out = out;
    }

    void begin(StackSettings settings) {
        out.printf("Starting Carillon in %s%n%n", settings.directory());
    }

    @Override
    public void progress(String what) {
        out.printf("  …  %s%n", what);
    }

    @Override
    public void ready(String process, Duration took) {
        out.printf(Locale.ROOT, "  ✓  %-24s ready after %s%s%n", process, seconds(took), time());
    }

    @Override
    public void died(String process, String how, Duration pause) {
        out.printf(
                Locale.ROOT,
                "  !  %-24s %s; restarting in %s%s%n",
                process,
                how,
                seconds(pause),
                time());
    }

    @Override
    public void warning(String what) {
        out.printf("  !  %s%s%n", what, time());
    }

    void welcome(StackSettings settings) {
        Ports ports = settings.ports();
        int api = ports.of(Service.API);
        out.printf(
                Locale.ROOT,
                "%nReady in %s.%n%n",
                seconds(Duration.ofNanos(System.nanoTime() - begun)));
        line("Page", "http://localhost:" + api + "/");
        line("Emails", "http://localhost:" + ports.of(Service.EMAIL) + "/mailbox");
        line("API", "http://localhost:" + api + "/api/v1   documentation at /docs");
        line("WebSocket", "ws://localhost:" + ports.of(Service.GATEWAY) + "/api/v1/realtime/ws");
        line("Kafka", "localhost:" + ports.kafka() + "   events go to carillon.domain-events");
        line("Postgres", "localhost:%d/carillon   user postgres".formatted(ports.postgres()));
        line("Redis", "localhost:" + ports.redis());
        line("Logs", settings.logs().toString());
        out.println();
        line("Sign in", "open the page and enter any name, such as ann; no password is needed");
        line("", "token for curl: ./carillon token ann");
        line("Try", "./carillon demo   in another terminal");
        line("Stop", "Ctrl-C, or ./carillon stop");
        out.println();
        welcomed = true;
    }

    void stopping() {
        out.println();
        out.println("Stopping Carillon …");
    }

    void stopped() {
        out.println("Carillon has stopped.");
    }

    private void line(String name, String text) {
        out.printf("  %-10s %s%n", name, text);
    }

    /// Once the stack is ready, lines are rare and show the time of day.
    private String time() {
        return welcomed
                ? "   " + LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS)
                : "";
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
