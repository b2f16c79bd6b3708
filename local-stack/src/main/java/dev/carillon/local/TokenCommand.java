package dev.carillon.local;

import java.nio.file.Path;
import java.util.List;

/// `./carillon token <recipient> [--role …]`: prints a token on standard output, and nothing else.
final class TokenCommand {
    private static final List<String> ROLES = List.of("user", "service", "support", "admin");

    private TokenCommand() {}

    static int run(Path directory, String recipient, List<String> roles) {
        for (String role : roles) {
            if (!ROLES.contains(role)) {
                throw new StackException(
                        "Unknown role \"%s\". Roles: %s."
                                .formatted(role, String.join(", ", ROLES)));
            }
        }
        System.out.println(LocalApi.in(directory).token(recipient, roles));
        return 0;
    }
}
