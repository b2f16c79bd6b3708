package dev.carillon.local;

import java.util.LinkedHashMap;
import java.util.Map;

/// The URLs and addresses of a stack, derived from the ports in its run file.
final class Urls {
    private Urls() {}

    static Map<String, String> of(Map<String, Integer> ports) {
        Map<String, String> urls = new LinkedHashMap<>();
        urls.put("page", http(ports, "api") + "/");
        urls.put("api", http(ports, "api"));
        urls.put("mails", http(ports, "email") + "/mailbox");
        urls.put("gateway", http(ports, "gateway"));
        urls.put("kafka", "localhost:" + ports.get("kafka"));
        urls.put("postgres", "jdbc:postgresql://localhost:" + ports.get("postgres") + "/carillon");
        urls.put("redis", "redis://localhost:" + ports.get("redis"));
        return urls;
    }

    private static String http(Map<String, Integer> ports, String name) {
        return "http://localhost:" + ports.get(name);
    }
}
