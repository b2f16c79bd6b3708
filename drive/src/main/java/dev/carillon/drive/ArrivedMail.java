package dev.carillon.drive;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An email that arrived at a mail server or in a mailbox.
///
/// @param id the email's id, from its idempotency key; all zeros when its Message-ID is not Carillon's
/// @param generation from the idempotency key
/// @param kind `immediate` or `digest`, from its header
/// @param body hash of subject and content, without the parts of MIME that differ each time
public record ArrivedMail(UUID id, int generation, String kind, String to, String body) {
    private static final Pattern MESSAGE_ID = Pattern.compile("<([0-9a-f-]{36})\\.(\\d+)@.*>");
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)");

    static ArrivedMail of(String to, byte[] content) {
        String[] halves = new String(content, StandardCharsets.ISO_8859_1).split("\n\n", 2);
        Map<String, String> headers = headers(halves[0]);
        Matcher boundary = BOUNDARY.matcher(headers.getOrDefault("content-type", ""));
        String mark = boundary.find() ? "--" + boundary.group(1) : null;
        StringBuilder body = new StringBuilder(headers.getOrDefault("subject", "")).append('\n');
        (halves.length == 2 ? halves[1] : "")
                .lines()
                .filter(line -> mark == null || !line.startsWith(mark))
                .forEach(line -> body.append(line).append('\n'));
        Matcher id = MESSAGE_ID.matcher(headers.getOrDefault("message-id", ""));
        boolean ours = id.matches();
        return new ArrivedMail(
                ours ? UUID.fromString(id.group(1)) : new UUID(0, 0),
                ours ? Integer.parseInt(id.group(2)) : 0,
                headers.getOrDefault("x-carillon-kind", ""),
                to,
                hash(body.toString()));
    }

    public static String hash(String body) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(body.getBytes(StandardCharsets.ISO_8859_1)),
                            0,
                            12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> headers(String head) {
        Map<String, String> headers = new HashMap<>();
        for (String line : head.replaceAll("\n[ \t]+", " ").split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }
}
