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

/// A pool of connections to the SMTP server. Opening a connection for each email would halve the throughput. A
/// connection is used by one thread at a time; after a fault it is closed instead of returned.
final class SmtpConnections implements AutoCloseable {
    static {
        // Otherwise the library searches the whole class path for it for each part of each email,
        // which takes a fifth of the time of an email.
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

    /// The session in which a message is created.
    ///
    /// @param withUtf8 whether its headers may contain non-ASCII characters
    Session session(boolean withUtf8) {
        return withUtf8 ? utf8 : ascii;
    }

    /// Returns a connected transport, or null when none became free within the timeout.
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

    /// An idle connection that still works: `isConnected` sends NOOP to the server.
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
            // A connection that cannot be closed is discarded; nothing is lost.
        }
    }

    private static Properties settings(SmtpProperties properties) {
        Properties settings = new Properties();
        String timeout = String.valueOf(millis(properties.timeout()));
        for (String protocol : new String[] {"mail.smtp.", "mail.smtps."}) {
            // The library's default is no timeout.
            settings.put(protocol + "connectiontimeout", timeout);
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
