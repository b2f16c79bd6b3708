package dev.carillon.email.provider;

import dev.carillon.email.provider.SendOutcome.Failure;
import jakarta.mail.MessagingException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/// Maps an SMTP server's replies to outcomes: is the reply about this email, about the account or about the server?
/// Decides by reply code (RFC 5321), enhanced status code (RFC 3463) and the command. A reply about one email says
/// nothing about the server's state.
final class SmtpAnswers {
    private static final Pattern ENHANCED =
            Pattern.compile("^\\d{3}[ -][45]\\.(\\d{1,3})\\.(\\d{1,3})\\b");

    /// The server requires authentication or rejects the credentials.
    private static final Set<Integer> UNAUTHENTICATED = Set.of(530, 534, 535, 538);

    /// The server is closing, is out of resources, or cannot authenticate clients now.
    private static final Set<Integer> SERVER_IN_TROUBLE = Set.of(421, 432, 454);

    private SmtpAnswers() {}

    private enum Command {
        MAIL,
        RCPT,
        DATA
    }

    /// A negative reply.
    ///
    /// @param enhanced subject and detail of the enhanced status code, such as `7.1`; empty when there is none
    private record Answer(int code, String enhanced, Command command, String text) {
        boolean isAbout(String... subjectsOrCodes) {
            for (String one : subjectsOrCodes) {
                if (enhanced.equals(one) || enhanced.startsWith(one + ".")) {
                    return true;
                }
            }
            return false;
        }
    }

    /// Maps the server's reply to an outcome. Null when the connection broke before a reply.
    static @Nullable SendOutcome outcome(MessagingException fault) {
        Answer answer = answer(fault);
        if (answer == null) {
            return null;
        }
        Failure failure = new Failure("smtp_" + answer.code(), answer.code(), answer.text());
        if (answer.code() >= 500) {
            return isAboutUs(answer)
                    ? new SendOutcome.ProviderDown(failure)
                    : new SendOutcome.Permanent(failure.ofThisMail());
        }
        return new SendOutcome.Transient(
                isAboutThisMail(answer) ? failure.ofThisMail() : failure, false, null);
    }

    /// Every email would be rejected: the client is not authenticated, or must not use this sender address.
    private static boolean isAboutUs(Answer answer) {
        if (UNAUTHENTICATED.contains(answer.code()) || answer.isAbout("7.8", "7.9", "7.11")) {
            return true;
        }
        boolean aboutSizeOrEncoding =
                answer.code() == 552
                        || answer.code() == 555
                        || answer.isAbout("2.3", "3.4", "6.7", "6.8");
        return answer.command() == Command.MAIL && !aboutSizeOrEncoding;
    }

    private static boolean isAboutThisMail(Answer answer) {
        if (SERVER_IN_TROUBLE.contains(answer.code())) {
            return false;
        }
        if (answer.isAbout("3.4")) {
            return true; // The message is too large.
        }
        return switch (answer.command()) {
            case MAIL -> false;
            case RCPT -> !answer.isAbout("3", "4.5", "5.1", "5.2", "1.7", "1.8");
            // Without an enhanced code, 451 and 452 mean a local error or a full disk
            // of the server.
            case DATA ->
                    answer.enhanced().isEmpty()
                            ? answer.code() == 450
                            : answer.isAbout("1", "2", "6", "7");
        };
    }

    private static @Nullable Answer answer(@Nullable Throwable fault) {
        for (Throwable at = fault; at != null; at = next(at)) {
            Answer answer =
                    switch (at) {
                        case SMTPAddressFailedException refused ->
                                answer(refused.getReturnCode(), Command.RCPT, refused);
                        case SMTPSenderFailedException refused ->
                                answer(refused.getReturnCode(), Command.MAIL, refused);
                        case SMTPSendFailedException refused ->
                                answer(
                                        refused.getReturnCode(),
                                        command(refused.getCommand()),
                                        refused);
                        default -> null;
                    };
            if (answer != null) {
                return answer;
            }
        }
        return null;
    }

    private static @Nullable Answer answer(int code, Command command, MessagingException fault) {
        if (code < 400) {
            return null;
        }
        String text = fault.getMessage() == null ? "" : fault.getMessage();
        Matcher enhanced = ENHANCED.matcher(text);
        return new Answer(
                code,
                enhanced.find() ? enhanced.group(1) + "." + enhanced.group(2) : "",
                command,
                text.strip());
    }

    private static Command command(@Nullable String sent) {
        if (sent != null && sent.startsWith("MAIL")) {
            return Command.MAIL;
        }
        return sent != null && sent.startsWith("RCPT") ? Command.RCPT : Command.DATA;
    }

    private static @Nullable Throwable next(Throwable fault) {
        return fault instanceof MessagingException messaging
                ? messaging.getNextException()
                : fault.getCause();
    }
}
