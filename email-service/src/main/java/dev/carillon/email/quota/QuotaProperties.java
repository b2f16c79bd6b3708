package dev.carillon.email.quota;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Limits of emails.
///
/// @param day emails per UTC day and account
/// @param headRoomPercent part of the daily limit reserved for high and urgent emails, in percent
/// @param recipientHour emails per hour to one recipient. Digests count. Critical emails count too, but
///     are never refused
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

    /// The daily limit for emails that may not use the head-room.
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
