package dev.carillon.links;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.links.LinkCheck.Accepted;
import dev.carillon.links.LinkCheck.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '~',
            textBlock =
                    """
                    https://code.example/issues/7?tab=a#last > https://code.example/issues/7?tab=a#last
                    HTTPS://Code.Example                     > https://code.example/
                    http://code.example:80/x                 > http://code.example/x
                    https://code.example:443                 > https://code.example/
                    https://code.example:0008080/            > https://code.example:8080/
                    https://code.example:/x                  > https://code.example/x
                    http://build_server:8080/job/1           > http://build_server:8080/job/1
                    https://bücher.example/x                 > https://xn--bcher-kva.example/x
                    https://STRASSE.example/straße?q=ü       > https://strasse.example/stra%C3%9Fe?q=%C3%BC
                    https://straße.example/                  > https://xn--strae-oqa.example/
                    https://例え.テスト/                      > https://xn--r8jz45g.xn--zckzah/
                    https://faß。example/                    > https://xn--fa-hia.example/
                    https://a--b.example/                    > https://a--b.example/
                    https://%65xample.example/               > https://example.example/
                    https://app.example/a b                  > https://app.example/a%20b
                    https://app.example/?q=a|b               > https://app.example/?q=a|b
                    https://app.example/a|b                  > https://app.example/a|b
                    https://app.example/{id}                 > https://app.example/%7Bid%7D
                    https://app.example/?q="x"               > https://app.example/?q=%22x%22
                    https://app.example/?q='x'               > https://app.example/?q=%27x%27
                    https://app.example/a^b`c                > https://app.example/a%5Eb%60c
                    https://app.example/100%                 > https://app.example/100%
                    https://app.example/%zz                  > https://app.example/%zz
                    https://app.example/#a#b                 > https://app.example/#a#b
                    https://app.example/?filter[state]=open  > https://app.example/?filter[state]=open
                    https:\\\\app.example\\a\\b?c\\d         > https://app.example/a/b?c\\d
                    https:/app.example/x                     > https://app.example/x
                    https:///app.example/x                   > https://app.example/x
                    https:app.example                        > https://app.example/
                    https://app.example/a/./b/../c/%2E%2e/d/.. > https://app.example/a/
                    https://app.example/../../x              > https://app.example/x
                    http://[::1]:8080/x                      > http://[::1]:8080/x
                    http://[2001:DB8:0:0:1:0:0:1]/           > http://[2001:db8::1:0:0:1]/
                    http://[0:0:0:0:0:0:0:0]/                > http://[::]/
                    http://[1:0:0:0:0:0:0:0]/                > http://[1::]/
                    http://[::ffff:192.0.2.1]/               > http://[::ffff:c000:201]/
                    http://[64:ff9b::192.0.2.33]/            > http://[64:ff9b::c000:221]/
                    http://127.1/                            > http://127.0.0.1/
                    http://0x7f.0.0.1/                       > http://127.0.0.1/
                    http://0300.0250.1/                      > http://192.168.0.1/
                    http://2130706433/                       > http://127.0.0.1/
                    http://192.0.2.1./                       > http://192.0.2.1/
                    http://localhost:8080/                   > http://localhost:8080/
                    /issues/7                                > /issues/7
                    /                                        > /
                    /exports/7?as=csv                        > /exports/7?as=csv
                    /two words                               > /two%20words
                    /a/../b                                  > /b
                    /straße#ü                                > /stra%C3%9Fe#%C3%BC
                    /a\\b                                    > /a/b
                    /.//evil.example                         > /.//evil.example
                    /a/..//evil.example                      > /.//evil.example
                    """)
    void normalisesWhatEveryBrowserOpens(String link, String expected) {
        assertThat(Links.check(link)).isEqualTo(new Accepted(expected));
        assertThat(Links.check(expected)).as("normal form").isEqualTo(new Accepted(expected));
    }

    @Test
    void stripsBlanksTabsAndLineBreaks() {
        assertThat(Links.normalised(" \u0001https://app.ex\tample/\r\na \u001f "))
                .contains("https://app.example/a");
        assertThat(Links.normalised("\n/issues\n/7\n")).contains("/issues/7");
        assertThat(Links.normalised("https://app.example/\u2028\ud800"))
                .contains("https://app.example/%E2%80%A8%EF%BF%BD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "exports/7",
                "?tab=a",
                "#last",
                "\\issues",
                "//evil.example/x",
                "/\\evil.example",
                "/\t/evil.example",
                "\\\\evil.example",
                "javascript:alert(1)",
                "java\nscript:alert(1)",
                " JavaScript:alert(1)",
                "data:text/html,x",
                "vbscript:x",
                "file:///etc/passwd",
                "mailto:ann@mail.example",
                "ftp://files.example/x",
                "https:",
                "https://",
                "https:///",
                "https://?q",
                "https://#x",
                "https://:443/",
                "https://app.example:port/",
                "https://app.example:65536/",
                "https://app.example:-1/",
                "https://ann:secret@app.example/",
                "https://bank.example@evil.example/",
                "https://@app.example/",
                "https://a b.example/",
                "https://a%20b.example/",
                "https://a%2fb.example/",
                "https://a%00b.example/",
                "https://a<b.example/",
                "https://a^b.example/",
                "https://a|b.example/",
                "https://%/",
                "https://[::1/",
                "https://[::1]x/",
                "https://[1::2::3]/",
                "https://[fe80::1%25eth0]/",
                "https://[127.0.0.1]/",
                "https://256.256.256.256/",
                "https://1.2.3.4.5/",
                "https://0xg.1/",
                "https://app.09/",
                "https://app.0x/",
                "https://xn--a/",
                "https://\u00ad/",
                "https://app\u2100.example/"
            })
    void refusesWhatLeadsElsewhereOrNowhere(String link) {
        assertThat(Links.check(link)).as(link).isInstanceOf(Refused.class);
    }

    @Test
    void saysWhy() {
        assertThat(Links.check("javascript:alert(1)"))
                .isEqualTo(new Refused("has the scheme javascript, not http or https"));
        assertThat(Links.check("https://")).isEqualTo(new Refused("has no host"));
        assertThat(Links.check("https://ann@app.example"))
                .isEqualTo(new Refused("contains a user name or a password"));
        assertThat(Links.check("//evil.example"))
                .isEqualTo(new Refused("begins with //, which leads to another site"));
    }

    @Test
    void countsTheCharactersOfTheNormalForm() {
        assertThat(Links.normalised("/" + "x".repeat(Links.LONGEST - 1))).isPresent();
        assertThat(Links.check("/" + "x".repeat(Links.LONGEST)))
                .isEqualTo(new Refused(true, "has 2049 characters, more than 2048"));
        assertThat(Links.check("/" + "ü".repeat(400))).isInstanceOf(Refused.class);
        assertThat(Links.normalised("/x/..".repeat(1_000))).contains("/");
        assertThat(Links.check("/" + ".".repeat(Links.LONGEST_INPUT))).isInstanceOf(Refused.class);
    }
}
