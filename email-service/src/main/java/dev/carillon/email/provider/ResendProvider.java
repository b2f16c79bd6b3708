package dev.carillon.email.provider;

import com.resend.core.exception.ResendException;
import com.resend.core.net.RequestOptions;
import com.resend.services.emails.Emails;
import com.resend.services.emails.EmailsOverHttp;
import com.resend.services.emails.model.CreateEmailOptions;
import com.resend.services.emails.model.CreateEmailResponse;
import dev.carillon.email.provider.ResendHttp.Exchange;
import dev.carillon.email.provider.SendOutcome.Failure;
import dev.carillon.events.MailAddress;
import dev.carillon.platform.config.Secret;
import java.io.IOException;

/// Sends through Resend's API with its idempotency key. The key is valid for 24 h; automatic retries end earlier.
final class ResendProvider implements MailProvider {
    private final ResendProperties properties;
    private final Emails emails;

    ResendProvider(ResendProperties properties, Secret apiKey) {
        this.properties = properties;
        this.emails = EmailsOverHttp.with(apiKey.reveal(), new ResendHttp(properties));
    }

    @Override
    public String name() {
        return "resend";
    }

    @Override
    public String account() {
        return properties.account();
    }

    @Override
    public boolean takesKeys() {
        return true;
    }

    @Override
    public double ratePerSecond() {
        return properties.ratePerSecond();
    }

    @Override
    public SendOutcome send(Envelope envelope, Mail mail) {
        MailAddress to;
        switch (MailAddress.read(mail.to())) {
            case MailAddress.Reading.Fault fault -> {
                return SendOutcome.invalidAddress(fault);
            }
            case MailAddress.Reading.Valid valid -> to = valid.address();
        }
        if (to.needsSmtpUtf8()) {
            return SendOutcome.onlyAscii("Resend accepts only ASCII characters before the @");
        }
        CreateEmailOptions.Builder options;
        try {
            options = options(mail, to);
        } catch (RuntimeException e) {
            return new SendOutcome.Permanent(Failure.of("invalid_mail", e).ofThisMail());
        }
        RequestOptions key = RequestOptions.builder().setIdempotencyKey(envelope.key()).build();
        Exchange exchange = new Exchange();
        try {
            CreateEmailResponse answer =
                    ScopedValue.where(ResendHttp.EXCHANGE, exchange)
                            .call(() -> emails.send(options.build(), key));
            return answer == null || answer.getId() == null
                    // A status 200 whose body cannot be read: most likely accepted. Thanks to the
                    // key it is safe to ask again.
                    ? new SendOutcome.Transient(
                            new Failure("unreadable_answer", 200, null), true, null)
                    : new SendOutcome.Sent(answer.getId());
        } catch (ResendException e) {
            return ResendAnswers.outcome(e, exchange.retryAfter());
        } catch (RuntimeException e) {
            if (!exchange.connected() && !(e.getCause() instanceof IOException)) {
                return new SendOutcome.Permanent(Failure.of("invalid_mail", e).ofThisMail());
            }
            return new SendOutcome.Transient(
                    Failure.of(exchange.connected() ? "io_error" : "connect_failed", cause(e)),
                    exchange.connected(),
                    null);
        }
    }

    private static CreateEmailOptions.Builder options(Mail mail, MailAddress to) {
        CreateEmailOptions.Builder options =
                CreateEmailOptions.builder()
                        .from(Sender.of(mail.from()).unencoded())
                        .to(to.wire())
                        .subject(mail.subject())
                        .html(mail.html())
                        .text(mail.text())
                        .headers(mail.headers());
        if (mail.replyTo() != null) {
            options.replyTo(Sender.of(mail.replyTo()).unencoded());
        }
        return options;
    }

    private static Exception cause(RuntimeException fault) {
        return fault.getCause() instanceof IOException io ? io : fault;
    }
}
