package dev.carillon.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "ann@mail.example, ann@mail.example",
                "Ann.O'Neil+x%y!z@MAIL.Example, Ann.O'Neil+x%y!z@mail.example",
                "ada@localhost, ada@localhost",
                "ada@bücher.example, ada@xn--bcher-kva.example",
                "ada@BÜCHER.example, ada@xn--bcher-kva.example",
                "ada@xn--bcher-kva.example, ada@xn--bcher-kva.example",
                "max@maßband.example, max@xn--maband-cta.example",
                "ada@straße.example, ada@xn--strae-oqa.example",
                "ada@małpa.example, ada@xn--mapa-11a.example",
                "ada@例え.example, ada@xn--r8jz45g.example",
                "ada@例え。example, ada@xn--r8jz45g.example",
                "ada@مثال.example, ada@xn--mgbh0fb.example",
                "paweł.lund@mail.example, paweł.lund@mail.example",
                "kovač1@mail.example, kovač1@mail.example",
                "e\u0301va@mail.example, éva@mail.example",
                "a..b@mail.example, `\"a..b\"@mail.example`",
                "a.@mail.example, `\"a.\"@mail.example`",
                ".a@mail.example, `\".a\"@mail.example`",
                "`\"a b\"@mail.example`, `\"a b\"@mail.example`",
                "`\"a@b\"@mail.example`, `\"a@b\"@mail.example`",
                "`\"ada\"@mail.example`, ada@mail.example",
                "`\"a\\\"b\"@mail.example`, `\"a\\\"b\"@mail.example`",
                "ada@r3---sn.example, ada@r3---sn.example",
            })
    void anAddressThatCanBeSentIsAcceptedAndHasOneFormOnTheWire(String text, String wire) {
        assertThat(MailAddress.read(text))
                .isInstanceOfSatisfying(
                        MailAddress.Reading.Valid.class,
                        valid -> assertThat(valid.address().wire()).isEqualTo(wire));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            delimiter = '|',
            value = {
                "`  `|is empty",
                "ada|has no @",
                "@mail.example|has nothing before the @",
                "ada@|has nothing after the @",
                "ada@@mail.example|has more than one @",
                "ada@b@mail.example|has more than one @",
                "a@mail.example,b@mail.example|is a list of several addresses",
                "a@mail.example; b@mail.example|is a list of several addresses",
                "Ada <ada@mail.example>|has a name or angle brackets around it",
                "<ada@mail.example>|has a name or angle brackets around it",
                "\"ada@mail.example|has a quoted part that does not end right before the @",
                " ada@mail.example|has U+0020 (space) as character 1, white space",
                "ada@mail.example |has U+0020 (space) as character 17, white space",
                "a b@mail.example|has U+0020 (space) as character 2, white space",
                "ada@mail.example\u200b|has U+200B (zero width space) as character 17, which is invisible",
                "ada@mail\u00ad.example|has U+00AD (soft hyphen) as character 9, which is invisible",
                "ada\u00a0x@mail.example|has U+00A0 (no-break space) as character 4, white space",
                "a\u202eda@mail.example|has U+202E (right-to-left override) as character 2, which is invisible",
                "a\u200dda@mail.example|has U+200D (zero width joiner) as character 2, which is invisible",
                "a\ufe0fda@mail.example|has U+FE0F (variation selector-16) as character 2, which is invisible",
                "a\u3164b@mail.example|has U+3164 (hangul filler) as character 2, which is invisible",
                "ada@mail.exa\u0000mple|has U+0000 (null) as character 13, a control character",
                "a\u0085b@mail.example|has U+0085 (next line (nel)) as character 2, a control character",
                "a\u0378b@mail.example|has U+0378 as character 2, which Unicode does not assign",
                "a\ue000b@mail.example|has U+E000 (private use area e000) as character 2, which is for private use",
                "a(b)@mail.example|has U+0028 (left parenthesis) as character 2, which is not allowed before the @",
                "a,b@mail.example|has U+002C (comma) as character 2, which is not allowed before the @",
                "\u0301a@mail.example|begins with U+0301 (combining acute accent), which needs a letter before it",
                "ada@[127.0.0.1]|has an IP address after the @ where a domain must be",
                "ada@127.0.0.1|has a domain whose last label is a number",
                "ada@mail..example|has two dots in a row in its domain",
                "ada@.mail.example|has a dot at the beginning of its domain",
                "ada@mail.example.|has a dot at the end of its domain",
                "ada@mail.example\u3002|has a dot at the end of its domain",
                "ada@-mail.example|has a hyphen at the beginning or end of the label -mail of its domain",
                "ada@mail-.example|has a hyphen at the beginning or end of the label mail- of its domain",
                "ada@my_mail.example|has U+005F (low line) in its domain, which no domain may have",
                "ada@mail.example(x)|has U+0028 (left parenthesis) in its domain, which no domain may have",
                "ada@🎉.example|has U+1F389 (party popper) in its domain, which no domain may have",
                "ada@xn--dk8h.example|has U+1F389 (party popper) in its domain, which no domain may have",
                "ada@a☃.example|has U+2603 (snowman) in its domain, which no domain may have",
                "ada@xn--a.example|has invalid punycode in the label xn--a of its domain",
                "ada@a\u200db.example|has a character in the label a\u200db of its domain that is not allowed at its place",
            })
    void anAddressThatCannotBeSentIsRefusedByTheNameOfItsFault(String text, String fault) {
        assertThat(MailAddress.read(text)).isEqualTo(new MailAddress.Reading.Fault(fault));
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 65})
    void thePartBeforeTheAtHas64BytesAtMost(int bytes) {
        assertThat(
                        MailAddress.read("a".repeat(bytes) + "@mail.example")
                                instanceof MailAddress.Reading.Valid)
                .isEqualTo(bytes <= 64);
        assertThat(MailAddress.read("č".repeat(bytes / 2) + "x@mail.example"))
                .isInstanceOf(MailAddress.Reading.Fault.class);
    }

    @ParameterizedTest
    @CsvSource({
        "63, 1, true",
        "64, 1, false",
        "60, 3, true",
        "60, 4, false",
        "49, 4, false",
        "47, 4, true"
    })
    void labelsDomainsAndWholeAddressesHaveTheirLimits(int label, int labels, boolean accepted) {
        String domain = ("d".repeat(label) + ".").repeat(labels) + "example";
        assertThat(
                        MailAddress.read("a".repeat(54) + "@" + domain)
                                instanceof MailAddress.Reading.Valid)
                .isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({"ann@mail.example, false", "ann@bücher.example, false", "kovač@mail.example, true"})
    void onlyALocalPartBeyondAsciiNeedsSmtpUtf8(String text, boolean needs) {
        assertThat(((MailAddress.Reading.Valid) MailAddress.read(text)).address().needsSmtpUtf8())
                .isEqualTo(needs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800a@mail.example", "ada@\udc00.example"})
    void halfOfACharacterIsNoCharacter(String text) {
        assertThat(MailAddress.read(text))
                .isInstanceOfSatisfying(
                        MailAddress.Reading.Fault.class,
                        fault -> assertThat(fault.message()).endsWith("half of a surrogate pair"));
    }
}
