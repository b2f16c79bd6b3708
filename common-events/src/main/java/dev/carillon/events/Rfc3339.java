package dev.carillon.events;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;
import tools.jackson.databind.ser.std.StdSerializer;

/// Instants as text. Every record and answer writes them in UTC with milliseconds, `2026-01-31T09:00:00.000Z`, so that
/// they have one length and sort as texts. Each record contains several, so this form is read and written without a
/// formatter, at a tenth of the cost.
public final class Rfc3339 {
    private static final int SECONDS_A_DAY = 86_400;
    private static final int FRACTION = 20;
    private static final int LONGEST = FRACTION + 10;

    private Rfc3339() {}

    /// The form in every answer and record; precision beyond milliseconds is cut off.
    public static String format(Instant instant) {
        OffsetDateTime utc = instant.atOffset(ZoneOffset.UTC);
        int year = utc.getYear();
        if (year < 0 || year > 9999) {
            return instant.truncatedTo(ChronoUnit.MILLIS).toString();
        }
        byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
        write(text, 0, 4, year);
        write(text, 5, 2, utc.getMonthValue());
        write(text, 8, 2, utc.getDayOfMonth());
        write(text, 11, 2, utc.getHour());
        write(text, 14, 2, utc.getMinute());
        write(text, 17, 2, utc.getSecond());
        write(text, 20, 3, utc.getNano() / 1_000_000);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void write(byte[] text, int from, int digits, int number) {
        int rest = number;
        for (int i = from + digits - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /// Reads `2026-01-31T09:00:00Z`, with a fraction or another offset too.
    ///
    /// @throws DateTimeException when it is not RFC 3339
    public static Instant parse(String text) {
        Instant utc = utc(text);
        return utc != null ? utc : OffsetDateTime.parse(text).toInstant();
    }

    /// Null when the text is not a time of day in UTC; the formatter then parses it or reports the error.
    private static @Nullable Instant utc(String text) {
        int length = text.length();
        if (length < FRACTION
                || length > LONGEST
                || text.charAt(length - 1) != 'Z'
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || (length > FRACTION && (text.charAt(19) != '.' || length == FRACTION + 1))) {
            return null;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        int nanos = length == FRACTION ? 0 : digits(text, FRACTION, length - 1);
        if (year < 0
                || month < 1
                || month > 12
                || day < 1
                || day > LocalDate.of(year, month, 1).lengthOfMonth()
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59
                || nanos < 0) {
            return null;
        }
        for (int i = length - 1; i < LONGEST - 1 && length > FRACTION; i++) {
            nanos *= 10;
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(
                days * SECONDS_A_DAY + hour * 3_600L + minute * 60L + second, nanos);
    }

    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }

    /// For the JSON mapper: writes an instant like [#format].
    static final class Serializer extends StdSerializer<Instant> {
        Serializer() {
            super(Instant.class);
        }

        @Override
        public void serialize(
                Instant instant, JsonGenerator generator, SerializationContext context) {
            generator.writeString(format(instant));
        }
    }

    /// For the JSON mapper: reads texts like [#parse], everything else as Jackson does.
    static final class Deserializer extends StdDeserializer<Instant> {
        Deserializer() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                Instant utc = utc(parser.getString());
                if (utc != null) {
                    return utc;
                }
            }
            return InstantDeserializer.INSTANT.deserialize(parser, context);
        }
    }
}
