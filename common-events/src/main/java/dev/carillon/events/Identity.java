package dev.carillon.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The identity of a decision: SHA-256 over tenant, event source, event id, notification type and recipient, each
/// preceded by its length. Two decisions differ if any of the five differs; a replay has the same identity. The
/// processor stores one decision for each identity.
public final class Identity implements Comparable<Identity> {
    /// The number of distinct places within one instant.
    public static final int PLACES = 4_096;

    private final byte[] hash;

    private Identity(byte[] hash) {
        this.hash = hash;
    }

    /// The identity of one recipient's notification of one event.
    public static Identity of(
            String tenant,
            String eventSource,
            String eventId,
            String notificationType,
            String recipient) {
        return new Identity(hash(tenant, eventSource, eventId, notificationType, recipient));
    }

    /// An identity from its 32 bytes, as tables store it.
    ///
    /// @throws IllegalArgumentException when there are not 32 bytes
    public static Identity ofBytes(byte[] bytes) {
        if (bytes.length != 32) {
            throw new IllegalArgumentException("an identity has 32 bytes, not " + bytes.length);
        }
        return new Identity(bytes.clone());
    }

    /// A deterministic UUID (version 8) of the parts, without a time: for example for dead letters.
    public static UUID uuidOf(String... parts) {
        byte[] hash = hash(parts);
        return uuid(ByteBuffer.wrap(hash).getLong(), hash, 8);
    }

    /// A deterministic, time-sorted UUID (version 8) of the parts, for example for a digest run.
    public static UUID timedUuidOf(Instant time, String... parts) {
        return new Identity(hash(parts)).idWithoutPlace(time);
    }

    /// A deterministic UUID (version 8) of something about a notification, such as a timeline stage. It begins with the
    /// notification's time, so that rows about recent notifications are close together in an index.
    public static UUID uuidAbout(UUID notificationId, String... parts) {
        String[] all = Arrays.copyOf(parts, parts.length + 1);
        all[parts.length] = notificationId.toString();
        return timedUuidOf(timeOf(notificationId), all);
    }

    /// The notification id: 48 bits of time in ms, 12 bits of place, then bits of this identity, as a UUID version 8.
    /// So ids sort by time, and those of one instant in order of arrival.
    ///
    /// The place repeats after [#PLACES] records: two events of one instant on either side of a multiple of it are
    /// listed in reverse order.
    ///
    /// @param time the event's time, or its record's timestamp if it has none; fixed by the first decision
    /// @param place the record's offset, or a request's position within its millisecond; modulo [#PLACES]
    /// @throws IllegalArgumentException when the time does not fit into 48 bits
    public UUID notificationId(Instant time, long place) {
        return uuid((millis(time) << 16) | (place & (PLACES - 1)), hash, 2);
    }

    /// An id with more bits of this identity instead of the place: for requests that were accepted before places
    /// existed, and for ids of other things than notifications.
    ///
    /// @throws IllegalArgumentException when the time does not fit into 48 bits
    public UUID idWithoutPlace(Instant time) {
        return uuid((millis(time) << 16) | (ByteBuffer.wrap(hash).getShort() & 0xFFFFL), hash, 2);
    }

    private static long millis(Instant time) {
        long millis = time.toEpochMilli();
        if (millis < 0 || millis >= 1L << 48) {
            throw new IllegalArgumentException("time must be between the years 1970 and 10889");
        }
        return millis;
    }

    /// The instant in a notification id, in milliseconds.
    public static Instant timeOf(UUID notificationId) {
        return Instant.ofEpochMilli(notificationId.getMostSignificantBits() >>> 16);
    }

    /// A copy of the 32 bytes.
    public byte[] bytes() {
        return hash.clone();
    }

    @Override
    public int compareTo(Identity other) {
        return Arrays.compareUnsigned(hash, other.hash);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Identity identity && Arrays.equals(hash, identity.hash);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(hash).getInt();
    }

    /// The hash in hex.
    @Override
    public String toString() {
        return HexFormat.of().formatHex(hash);
    }

    private static UUID uuid(long high, byte[] hash, int from) {
        long most = (high & ~0xF000L) | 0x8000L;
        long least =
                (ByteBuffer.wrap(hash, from, 8).getLong() & 0x3FFF_FFFF_FFFF_FFFFL)
                        | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }

    static byte[] hash(String... parts) {
        MessageDigest digest = sha256();
        ByteBuffer length = ByteBuffer.allocate(4);
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(length.clear().putInt(bytes.length).flip());
            digest.update(bytes);
        }
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks SHA-256", e);
        }
    }
}
