package dev.carillon.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;

/// Postgres refuses to run as root. If this process is root, Postgres runs in a user namespace in which root is an
/// ordinary user. If the system does not allow one (a container without that right), it runs as `nobody`, who then owns
/// the data.
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

    /// Makes the server's user the owner of a new data directory.
    void own(Path directory) throws IOException {
        if (this == NOBODY && !runs("chown", "65534:65534", directory.toString())) {
            throw new IOException(
                    directory
                            + " cannot be owned by the user nobody; start as an ordinary user instead");
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
