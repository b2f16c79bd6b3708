package dev.carillon.chaos;

import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rolling updates of the stack: one replica after the other is stopped gracefully and replaced. If the run began with
/// an older build, the first update upgrades to the current build, the second rolls back, and so on. Used by one
/// thread.
final class Rollout {
    /// Consumers before producers: a record type that only the newer build knows must not reach an older consumer.
    private static final List<Service> UPGRADE_ORDER =
            List.of(Service.GATEWAY, Service.EMAIL, Service.DIGEST, Service.API, Service.PROCESSOR);

    private final Stack stack;
    private final Path current;
    private final @Nullable Path older;
    private boolean runsOlder;

    /// @param older the build that runs at the start; null if the current one does
    Rollout(Stack stack, Path current, @Nullable Path older) {
        this.stack = stack;
        this.current = current;
        this.older = older;
        this.runsOlder = older != null;
    }

    /// Replaces every replica of every service, and returns what was done in words.
    String roll() {
        if (older == null) {
            return replaceAll(current, UPGRADE_ORDER, "every replica replaced");
        }
        String words =
                runsOlder
                        ? replaceAll(current, UPGRADE_ORDER, "upgraded to the current build")
                        : replaceAll(
                                older, UPGRADE_ORDER.reversed(), "rolled back to the older build");
        runsOlder = !runsOlder;
        return words;
    }

    private String replaceAll(Path build, List<Service> order, String words) {
        List<String> killed = new ArrayList<>();
        for (Service service : order) {
            for (int replica = 1; replica <= Run.REPLICAS; replica++) {
                if (!stack.replace(service, replica, build)) {
                    killed.add(Stack.nameOf(service, replica));
                }
            }
        }
        return killed.isEmpty()
                ? words
                : words + "; not stopped within 30 s and killed: " + String.join(", ", killed);
    }
}
