package dev.carillon.links;

import com.ibm.icu.text.IDNA;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The host parser of the URL Standard: domains in ASCII (Unicode IDNA, UTS #46 without transitional mapping, as in all
/// browsers), IPv4 in any notation, IPv6 in its shortest form.
final class WebHost {
    private static final IDNA DOMAINS =
            IDNA.getUTS46Instance(
                    IDNA.CHECK_BIDI
                            | IDNA.CHECK_CONTEXTJ
                            | IDNA.NONTRANSITIONAL_TO_ASCII
                            | IDNA.NONTRANSITIONAL_TO_UNICODE);

    /// The standard does not check hyphens and lengths, and names like `a--b` exist.
    private static final Set<IDNA.Error> TOLERATED =
            EnumSet.of(
                    IDNA.Error.EMPTY_LABEL,
                    IDNA.Error.LABEL_TOO_LONG,
                    IDNA.Error.DOMAIN_NAME_TOO_LONG,
                    IDNA.Error.LEADING_HYPHEN,
                    IDNA.Error.TRAILING_HYPHEN,
                    IDNA.Error.HYPHEN_3_4);

    private static final String FORBIDDEN = " #/:<>?@[\\]^|%\u007F";

    private WebHost() {}

    /// The host in its normal form; empty when it is not valid.
    static Optional<String> normalised(String host) {
        if (host.startsWith("[")) {
            return host.endsWith("]")
                    ? ipv6(host.substring(1, host.length() - 1))
                    : Optional.empty();
        }
        return ascii(PercentEncoding.decode(host))
                .filter(domain ->
                        !domain.isEmpty() && domain.chars().noneMatch(WebHost::isForbidden))
                .flatMap(domain -> endsInNumber(domain) ? ipv4(domain) : Optional.of(domain));
    }

    private static boolean isForbidden(int character) {
        return character <= 0x1F || character > 0x7F || FORBIDDEN.indexOf(character) >= 0;
    }

    private static Optional<String> ascii(String domain) {
        String lower = domain.toLowerCase(Locale.ROOT);
        if (domain.chars().allMatch(c -> c < 0x80)
                && Arrays.stream(lower.split("\\.", -1))
                        .noneMatch(label -> label.startsWith("xn--"))) {
            return Optional.of(lower);
        }
        StringBuilder ascii = new StringBuilder();
        IDNA.Info info = new IDNA.Info();
        DOMAINS.nameToASCII(domain, ascii, info);
        return TOLERATED.containsAll(info.getErrors())
                ? Optional.of(ascii.toString())
                : Optional.empty();
    }

    /// A host whose last part is a number must be an IPv4 address: `0x7f.1` is 127.0.0.1.
    private static boolean endsInNumber(String domain) {
        String[] labels = withoutLastDot(domain).split("\\.", -1);
        String last = labels[labels.length - 1];
        return last.matches("[0-9]+|0x[0-9a-f]*");
    }

    private static Optional<String> ipv4(String domain) {
        // the JDK requires a digit after 0x
        String posix = withoutLastDot(domain).replaceAll("(^|\\.)0x(?=\\.|$)", "$10");
        try {
            return Optional.of(Inet4Address.ofPosixLiteral(posix).getHostAddress());
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    private static String withoutLastDot(String domain) {
        return domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
    }

    private static Optional<String> ipv6(String text) {
        if (!text.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return Optional.empty(); // a zone such as %eth0 has no meaning on other machines
        }
        try {
            byte[] octets = InetAddress.ofLiteral(text).getAddress();
            int[] pieces = new int[8];
            if (octets.length == 4) {
                // an IPv4-mapped IPv6 address
                pieces[5] = 0xFFFF;
                pieces[6] = piece(octets, 0);
                pieces[7] = piece(octets, 2);
            } else {
                Arrays.setAll(pieces, i -> piece(octets, 2 * i));
            }
            return Optional.of("[" + shortest(pieces) + "]");
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    private static int piece(byte[] octets, int at) {
        return ((octets[at] & 0xFF) << 8) | (octets[at + 1] & 0xFF);
    }

    /// The first of the longest runs of at least two zeros becomes `::`.
    private static String shortest(int[] pieces) {
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && pieces[i + run] == 0) {
                run++;
            }
            if (run > length) {
                start = i;
                length = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append(i == 0 ? "::" : ":");
                i += length - 1;
                continue;
            }
            text.append(Integer.toHexString(pieces[i])).append(i < 7 ? ":" : "");
        }
        return text.toString();
    }
}
