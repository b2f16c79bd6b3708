package dev.carillon.local;

import java.util.Map;
import java.util.stream.Collectors;

/// The message that names the ports in use and explains how to choose others.
final class TakenPorts {
    private TakenPorts() {}

    static String describe(Map<String, Integer> taken) {
        String list =
                taken.entrySet().stream()
                        .map(entry -> "  %-6d %s".formatted(entry.getValue(), entry.getKey()))
                        .collect(Collectors.joining("\n"));
        String first = taken.keySet().iterator().next().replace(" management", "");
        return """
        Another program is using %s that Carillon needs:
        %s
        Stop that program, or choose another port with --%s-port N (or CARILLON_%s_PORT=N).\
        """
                .formatted(
                        taken.size() == 1 ? "a port" : "ports",
                        list,
                        first,
                        first.replace('-', '_').toUpperCase(java.util.Locale.ROOT));
    }
}
