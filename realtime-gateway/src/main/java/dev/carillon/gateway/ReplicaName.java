package dev.carillon.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The name of a replica in statistics.
final class ReplicaName {
    private ReplicaName() {}

    /// The configured name, or the host's name with a suffix that distinguishes two processes on one host.
    static String of(@Nullable String set) {
        return set == null || set.isBlank() ? host() + "-" + suffix() : set;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "gateway";
        }
    }

    private static String suffix() {
        byte[] bytes = new byte[3];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
