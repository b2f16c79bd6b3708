package dev.carillon.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// What a replica is called in statistics.
final class ReplicaName {
    private ReplicaName() {}

    /// The name that was set, or the host's with a suffix that tells two processes of one host apart.
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
