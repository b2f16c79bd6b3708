package dev.carillon.email.provider;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.util.StreamProvider;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.util.MailStreamProvider;
import org.jspecify.annotations.Nullable;

/// Open connections to the SMTP server, kept between mails: a connection a mail halves the throughput. Each is used by one
/// thread at a time; whoever finds a fault closes it instead of giving it back.
final class SmtpConnections implements AutoCloseable {
    static {
        // else each part of each mail looks through the whole class path for it: a fifth of what a
        // mail costs
        System.getProperties()
                .putIfAbsent(StreamProvider.class.getName(), MailStreamProvider.class.getName());
    }

    private final SmtpProperties properties;
    private final Session ascii;
    private final Session utf8;
    private final Semaphore permits;
    private final Deque<Kept> idle = new ArrayDeque<>();

    private record Kept(SmtpConnection transport, long sinceNanos) {}

    SmtpConnections(SmtpProperties properties) {
        this.properties = properties;
        this.ascii = Session.getInstance(settings(properties));
        Properties allowing = settings(properties);
        allowing.put("mail.mime.allowutf8", "true");
        this.utf8 = Session.getInstance(allowing);
        this.permits = new Semaphore(properties.connections(), true);
    }

    /// What a message is made in.
    ///
    /// @param withUtf8 whether its headers may hold other than ASCII characters
    Session session(boolean withUtf8) {
        return withUtf8 ? utf8 : ascii;
    }

    /// A connected transport, or null when none came free in time.
    @Nullable SmtpConnection borrow() throws MessagingException, InterruptedException {
        if (!permits.tryAcquire(properties.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
            return null;
        }
        boolean borrowed = false;
        try {
            SmtpConnection transport = fresh();
            if (transport == null) {
                transport = new SmtpConnection(utf8, properties.tls());
                transport.connect(
                        properties.host(),
                        properties.port(),
                        properties.username(),
                        properties.password() == null ? null : properties.password().reveal());
            }
            borrowed = true;
            return transport;
        } finally {
            if (!borrowed) {
                permits.release();
            }
        }
    }

    void giveBack(SmtpConnection transport) {
        synchronized (idle) {
            idle.push(new Kept(transport, System.nanoTime()));
        }
        permits.release();
    }

    void discard(SmtpConnection transport) {
        quietlyClose(transport);
        permits.release();
    }

    @Override
    public void close() {
        synchronized (idle) {
            idle.forEach(kept -> quietlyClose(kept.transport()));
            idle.clear();
        }
    }

    /// One that still answers: `isConnected` asks the server (NOOP).
    private @Nullable SmtpConnection fresh() {
        while (true) {
            Kept kept;
            synchronized (idle) {
                kept = idle.poll();
            }
            if (kept == null) {
                return null;
            }
            boolean young = System.nanoTime() - kept.sinceNanos() < properties.idle().toNanos();
            if (young && kept.transport().isConnected()) {
                return kept.transport();
            }
            quietlyClose(kept.transport());
        }
    }

    private static void quietlyClose(SmtpConnection transport) {
        try {
            transport.close();
        } catch (MessagingException alreadyGone) {
            // nothing is lost with a connection that can't even be closed
        }
    }

    private static Properties settings(SmtpProperties properties) {
        Properties settings = new Properties();
        String timeout = String.valueOf(millis(properties.timeout()));
        for (String protocol : new String[] {"mail.smtp.", "mail.smtps."}) {
            settings.put(protocol + "connectiontimeout", timeout); // infinite unless set
            settings.put(protocol + "timeout", timeout);
            settings.put(protocol + "writetimeout", timeout);
            settings.put(protocol + "auth", String.valueOf(properties.username() != null));
            settings.put(protocol + "starttls.enable", String.valueOf(properties.startTls()));
            settings.put(protocol + "starttls.required", String.valueOf(properties.startTls()));
            settings.put(protocol + "ssl.checkserveridentity", "true");
            settings.put(protocol + "quitwait", "false");
        }
        return settings;
    }

    private static long millis(Duration duration) {
        return Math.max(1, duration.toMillis());
    }
}
