package dev.carillon.processor.routing;

import dev.carillon.events.OutgoingRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// The stored form of a decision's records. They repeat each other a lot, so they are compressed.
final class Emission {
    private static final int FORMAT = 2;

    /// The earlier format, whose texts were at most 64 KB. Stored decisions that may still be replayed use it.
    private static final int SHORT_TEXTS = 1;

    /// One per thread. A deflater allocates 256 KB outside the heap and fills it when created.
    private static final ThreadLocal<Deflater> DEFLATER =
            ThreadLocal.withInitial(() -> new Deflater(Deflater.BEST_SPEED));

    private Emission() {}

    static byte[] freeze(List<OutgoingRecord> records) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream(8_192);
        try (DataOutputStream out = new DataOutputStream(plain)) {
            out.writeInt(records.size());
            for (OutgoingRecord record : records) {
                write(record, out);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
        bytes.write(FORMAT);
        Deflater deflater = DEFLATER.get();
        try (DeflaterOutputStream compressed = new DeflaterOutputStream(bytes, deflater, 4_096)) {
            // Compress in one call: each call crosses from Java to native code.
            plain.writeTo(compressed);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            deflater.reset();
        }
        return bytes.toByteArray();
    }

    private static void write(OutgoingRecord record, DataOutputStream out) throws IOException {
        write(record.topic(), out);
        write(record.key(), out);
        out.writeInt(record.headers().size());
        for (Map.Entry<String, String> header : new TreeMap<>(record.headers()).entrySet()) {
            write(header.getKey(), out);
            write(header.getValue(), out);
        }
        write(record.value(), out);
    }

    private static void write(String text, DataOutputStream out) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8), out);
    }

    private static void write(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /// @throws IllegalStateException when the stored format is unknown to this version
    static List<OutgoingRecord> thaw(byte[] frozen) {
        int format = frozen.length == 0 ? 0 : frozen[0];
        if (format != FORMAT && format != SHORT_TEXTS) {
            throw new IllegalStateException(
                    "a stored decision has a format that this version of Carillon does not know");
        }
        try (DataInputStream in =
                new DataInputStream(
                        new InflaterInputStream(
                                new ByteArrayInputStream(frozen, 1, frozen.length - 1)))) {
            int size = in.readInt();
            List<OutgoingRecord> records = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                records.add(read(in, format));
            }
            return records;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static OutgoingRecord read(DataInputStream in, int format) throws IOException {
        String topic = text(in, format);
        String key = text(in, format);
        int count = in.readInt();
        Map<String, String> headers = LinkedHashMap.newLinkedHashMap(count);
        for (int i = 0; i < count; i++) {
            headers.put(text(in, format), text(in, format));
        }
        return new OutgoingRecord(topic, key, headers, in.readNBytes(in.readInt()));
    }

    private static String text(DataInputStream in, int format) throws IOException {
        return format == SHORT_TEXTS
                ? in.readUTF()
                : new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
