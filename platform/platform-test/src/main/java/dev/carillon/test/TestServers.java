package dev.carillon.test;

import dev.carillon.embedded.EmbeddedPostgres;

/// The servers of a JVM's tests. Each starts at its first use and ends with the JVM. Thread-safe.
public sealed interface TestServers permits ProcessServers, ContainerServers {
    /// The system property that chooses: `processes` (default) or `containers`.
    String PROPERTY = "test.servers";

    Kafka kafka();

    EmbeddedPostgres.Address postgres();

    Redis redis();

    /// How Kafka is reached.
    ///
    /// @param bootstrapServers host and port
    record Kafka(String bootstrapServers) {}

    /// How Redis is reached, and how a test makes it unavailable.
    interface Redis {
        /// `redis://host:port`.
        String url();

        /// Stops the server from answering; connections stay open.
        void freeze();

        /// Lets the server answer again.
        void resume();
    }

    /// The servers that the system property asks for.
    static TestServers chosen() {
        String choice = System.getProperty(PROPERTY, "processes");
        return switch (choice) {
            case "processes" -> new ProcessServers();
            case "containers" -> new ContainerServers();
            default ->
                    throw new IllegalArgumentException(
                            PROPERTY + " is " + choice + " and must be processes or containers");
        };
    }
}
