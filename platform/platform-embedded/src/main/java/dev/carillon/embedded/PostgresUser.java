package dev.carillon.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;

/// Postgres refuses to run as root. There it gets a user namespace in which root is nobody, and where the system has
/// none (a container without the right to make one) it runs as `nobody`, who then owns the data.
enum PostgresUser {
    SAME,
    NAMESPACE,
    NOBODY;

    static PostgresUser current() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return SAME;
        }
        return runs("unshare", "--user", "true") ? NAMESPACE : NOBODY;
    }

    List<String> prefix() {
        return switch (this) {
            case SAME -> List.of();
            case NAMESPACE -> List.of("unshare", "--user");
            case NOBODY -> List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        };
    }

    /// Gives a new data directory to the user that the server runs as.
    void own(Path directory) throws IOException {
        if (this == NOBODY && !runs("chown", "65534:65534", directory.toString())) {
            throw new IOException(
                    directory + " cannot be given to nobody; start as an ordinary user");
        }
    }

    private static boolean runs(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.DISCARD)
                            .start();
            return process.waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
