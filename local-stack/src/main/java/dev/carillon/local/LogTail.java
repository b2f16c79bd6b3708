package dev.carillon.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The end of a log file, shown when its process did not start.
final class LogTail {
    private static final int BYTES = 2_500;

    private LogTail() {}

    static String of(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - BYTES);
            file.seek(from);
            byte[] end = new byte[(int) (file.length() - from)];
            file.readFully(end);
            return "\n\nThe end of %s:\n%s"
                    .formatted(log, new String(end, StandardCharsets.UTF_8).strip().indent(4));
        } catch (IOException unreadable) {
            return "";
        }
    }
}
