package dev.carillon.outbox;

import dev.carillon.events.OutgoingRecord;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// An upper bound of a record's size on the wire, in a batch of its own. The broker's limit applies to that size.
final class RecordSize {
    private static final int BATCH_HEADER = 61;
    private static final int RECORD_OVERHEAD = 21;
    private static final int HEADER_OVERHEAD = 10;

    private RecordSize() {}

    static long of(OutgoingRecord record) {
        long bytes = BATCH_HEADER + RECORD_OVERHEAD + utf8(record.key()) + record.value().length;
        for (Map.Entry<String, String> header : record.headers().entrySet()) {
            bytes += HEADER_OVERHEAD + utf8(header.getKey()) + utf8(header.getValue());
        }
        return bytes;
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
