package dev.carillon.gateway.connection;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The client's own ids (`ref`) of its newest actions, until they are answered.
final class Refs {
    private static final int REMEMBERED = 64;

    private @Nullable Map<UUID, String> byAction;

    void put(UUID actionId, @Nullable String ref) {
        if (ref == null) {
            return;
        }
        if (byAction == null) {
            byAction = new Bounded();
        }
        byAction.put(actionId, ref);
    }

    boolean has(@Nullable UUID actionId) {
        return actionId != null && byAction != null && byAction.containsKey(actionId);
    }

    @Nullable String take(@Nullable UUID actionId) {
        return actionId == null || byAction == null ? null : byAction.remove(actionId);
    }

    private static final class Bounded extends LinkedHashMap<UUID, String> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, String> eldest) {
            return size() > REMEMBERED;
        }
    }
}
