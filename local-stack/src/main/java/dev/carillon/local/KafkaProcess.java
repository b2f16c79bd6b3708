package dev.carillon.local;

import dev.carillon.embedded.Directories;
import dev.carillon.embedded.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// The main class of the Kafka process. Arguments: port, controller port, directory. With `train` as the first argument
/// it stops as soon as it is ready and uses a temporary directory: this run records the AOT cache.
final class KafkaProcess {
    private KafkaProcess() {}

    static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("train")) {
            Path directory = Files.createTempDirectory("carillon-kafka-training");
            start(arguments[1], arguments[2], directory).close();
            Directories.delete(directory);
            return;
        }
        EmbeddedKafka kafka = start(arguments[0], arguments[1], Path.of(arguments[2]));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    kafka.close();
                                    stopped.countDown();
                                },
                                "kafka-shutdown"));
        stopped.await();
    }

    private static EmbeddedKafka start(String port, String controllerPort, Path directory) {
        return EmbeddedKafka.start(
                new EmbeddedKafka.Settings(
                        Integer.parseInt(port), Integer.parseInt(controllerPort), directory));
    }
}
