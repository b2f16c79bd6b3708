package dev.carillon.drive;

import java.util.Map;

/// Event data of the code host, as small as its rules allow.
public final class CodeHost {
    public static final String ASSIGNED = "com.github.issues.assigned";
    public static final String REVIEWED = "com.github.pull_request_review.submitted";

    public static final String STARRED = "com.github.star.created";

    private CodeHost() {}

    private static Map<String, ?> user(String login) {
        return Map.of("login", login, "type", "User", "html_url", "https://github.com/" + login);
    }

    private static Map<String, ?> repository(String name) {
        return Map.of(
                "name",
                name,
                "full_name",
                "system/" + name,
                "owner",
                user("system"),
                "html_url",
                "https://github.com/system/" + name);
    }

    /// An event that is emailed at once.
    public static Map<String, ?> assigned(String recipient, String repository, int number) {
        return Map.of(
                "action", "assigned",
                "assignee", user(recipient),
                "issue",
                        Map.of(
                                "number",
                                number,
                                "title",
                                "Issue " + number,
                                "user",
                                user("author"),
                                "html_url",
                                "https://github.com/system/" + repository + "/issues/" + number),
                "repository", repository(repository),
                "sender", user("actor"));
    }

    /// An event that waits for the digest.
    public static Map<String, ?> reviewed(String recipient, String repository, int number) {
        return Map.of(
                "action", "submitted",
                "review",
                        Map.of(
                                "id",
                                number,
                                "state",
                                "approved",
                                "body",
                                "Review " + number,
                                "user",
                                user("actor"),
                                "html_url",
                                "https://github.com/system/"
                                        + repository
                                        + "/pull/1#review-"
                                        + number),
                "pull_request",
                        Map.of(
                                "number",
                                number,
                                "title",
                                "Change " + number,
                                "user",
                                user(recipient),
                                "html_url",
                                "https://github.com/system/" + repository + "/pull/" + number),
                "repository", repository(repository),
                "sender", user("actor"));
    }

    /// An event for the inbox only.
    public static Map<String, ?> starred(String recipient, String repository) {
        return Map.of(
                "action",
                "created",
                "repository",
                Map.of(
                        "name",
                        repository,
                        "full_name",
                        recipient + "/" + repository,
                        "owner",
                        user(recipient),
                        "html_url",
                        "https://github.com/" + recipient + "/" + repository),
                "sender",
                user("actor"));
    }
}
