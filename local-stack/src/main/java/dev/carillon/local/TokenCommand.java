package dev.carillon.local;

import java.util.List;

/// `./carillon token <recipient> [--role …]`: prints a token on standard output, and nothing else.
final class TokenCommand {
    private static final List<String> ROLES = List.of("user", "service", "support", "admin");

    private TokenCommand() {}

    static int run(RunningStack.Search search, String recipient, List<String> roles) {
        for (String role : roles) {
            if (!ROLES.contains(role)) {
                throw new StackException(
                        "Unknown role \"%s\". Roles: %s."
                                .formatted(role, String.join(", ", ROLES)));
            }
        }
        System.out.println(new LocalApi(search.find().api()).token(recipient, roles));
        return 0;
    }
}
