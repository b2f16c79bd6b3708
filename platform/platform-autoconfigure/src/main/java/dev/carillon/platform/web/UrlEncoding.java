package dev.carillon.platform.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Strict percent-decoding of queries and forms: servers and frameworks treat incorrect encodings differently.
public final class UrlEncoding {
    private static final int MOST_PARAMETERS = 500;

    private UrlEncoding() {}

    /// Whether a query is encoded correctly: complete percent-encodings of UTF-8, no parameter without a name, at most
    /// 500 parameters.
    public static boolean isQuery(@Nullable String query) {
        try {
            return query == null || parameters(query).size() <= MOST_PARAMETERS;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /// The parameters of a query or form, in order.
    ///
    /// @throws IllegalArgumentException when [#isQuery(String)] is false; the message does not contain the text
    static Map<String, List<String>> parameters(String encoded) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        int count = 0;
        for (String pair : encoded.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (name.isEmpty() || ++count > MOST_PARAMETERS) {
                throw new IllegalArgumentException(
                        "a parameter without a name, or too many parameters");
            }
            parameters
                    .computeIfAbsent(name, first -> new ArrayList<>())
                    .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return parameters;
    }

    private static String decoded(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return encoded.replace('+', ' ');
        }
        byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                if (i + 2 >= bytes.length) {
                    throw new IllegalArgumentException("an incomplete percent-encoding");
                }
                plain.write(hex(bytes[i + 1]) << 4 | hex(bytes[i + 2]));
                i += 2;
            } else {
                plain.write(bytes[i] == '+' ? ' ' : bytes[i]);
            }
        }
        return utf8(plain.toByteArray());
    }

    private static int hex(byte digit) {
        int value = digit < 0 ? -1 : Character.digit(digit, 16);
        if (value < 0) {
            throw new IllegalArgumentException("not a percent-encoding");
        }
        return value;
    }

    /// @throws IllegalArgumentException when it is not UTF-8; the message does not contain the text
    static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException("not UTF-8");
        }
    }
}
