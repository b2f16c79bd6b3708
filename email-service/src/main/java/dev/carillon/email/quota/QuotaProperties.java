package dev.carillon.email.quota;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Limits of mail.
///
/// @param day mails a UTC day and account
/// @param headRoomPercent of the day's limit, kept for high and urgent ones
/// @param recipientHour mails an hour to one recipient; digests count, critical ones pass but count
@ConfigurationProperties("carillon.email.quota")
public record QuotaProperties(
        @DefaultValue("200") int day,
        @DefaultValue("10") int headRoomPercent,
        @DefaultValue("10") int recipientHour) {
    public QuotaProperties {
        atLeastOne("day", day);
        atLeastOne("recipient-hour", recipientHour);
        if (headRoomPercent < 0 || headRoomPercent > 90) {
            throw new IllegalArgumentException(
                    "carillon.email.quota.head-room-percent must be 0 to 90, but is "
                            + headRoomPercent);
        }
    }

    /// What mails without the right to the head-room may use.
    int normal() {
        return day - day * headRoomPercent / 100;
    }

    private static void atLeastOne(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "carillon.email.quota." + key + " must be 1 or more, but is " + value);
        }
    }
}
