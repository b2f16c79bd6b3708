package dev.carillon.digest.run;

import dev.carillon.events.EmailMessage;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Topics;

/// Creates the email record of a run.
final class RunRecords {
    private static final String SOURCE = "carillon:/digest-scheduler";

    private RunRecords() {}

    /// An email record, in the critical topic if the email is critical.
    static OutgoingRecord email(EmailMessage email) {
        return OutgoingRecord.of(
                email.critical() ? Topics.EMAIL_CRITICAL : Topics.EMAIL,
                email.recipientKey().toString(),
                RecordTypes.EMAIL,
                email.id() + ":" + email.generation(),
                SOURCE,
                email.decidedAt(),
                email.tenant(),
                null,
                email);
    }
}
