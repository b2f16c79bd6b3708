package dev.carillon.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// The machine on which the figures were measured. Values that the operating system does not report are empty or 0.
///
/// @param fsyncMillis median time until a write of 8 KB is on the disk of the stack
/// @param load load average just before the run, caused by other programs
record Machine(
        int cores,
        String processor,
        long memoryMegabytes,
        String system,
        String jdk,
        double fsyncMillis,
        double load) {
    private static final int WRITES = 200;
    private static final int PAGE = 8192;

    /// @param directory on the disk of the stack
    static Machine describe(Path directory) throws IOException {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                line(Path.of("/proc/cpuinfo"), "model name"),
                kilobytes(line(Path.of("/proc/meminfo"), "MemTotal")) / 1024,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version"),
                fsync(directory),
                loadOfOthers());
    }

    private static String line(Path file, String name) throws IOException {
        if (!Files.isReadable(file)) {
            return "";
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("");
    }

    private static long kilobytes(String text) {
        String digits = text.replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    private static double loadOfOthers() throws IOException {
        Path file = Path.of("/proc/loadavg");
        return Files.isReadable(file)
                ? Double.parseDouble(Files.readString(file).split(" ", 2)[0])
                : 0;
    }

    private static double fsync(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "fsync", "");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long[] took = new long[WRITES];
            ByteBuffer page = ByteBuffer.allocate(PAGE);
            for (int i = 0; i < WRITES; i++) {
                page.clear();
                long begun = System.nanoTime();
                channel.write(page);
                channel.force(false);
                took[i] = System.nanoTime() - begun;
            }
            Arrays.sort(took);
            return took[WRITES / 2] / 1e6;
        } finally {
            Files.delete(file);
        }
    }
}
