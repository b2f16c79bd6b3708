package dev.carillon.email.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "mail@example.org|mail@example.org|mail@example.org",
                "Product <mail@Example.org>|Product <mail@example.org>|Product <mail@example.org>",
                "Acme, Inc. <m@b.example>|\"Acme, Inc.\" <m@b.example>|\"Acme, Inc.\" <m@b.example>",
                "\"Acme, Inc.\" <m@b.example>|\"Acme, Inc.\" <m@b.example>|\"Acme, Inc.\" <m@b.example>",
                "Büro <m@bücher.example>|=?UTF-8?Q?B=C3=BCro?= <m@xn--bcher-kva.example>|Büro <m@xn--bcher-kva.example>",
                "Büro, Kiel <m@b.example>|=?UTF-8?Q?B=C3=BCro=2C_Kiel?= <m@b.example>|\"Büro, Kiel\" <m@b.example>",
                "=?x?= <m@b.example>|=?UTF-8?Q?=3D=3Fx=3F=3D?= <m@b.example>|\"=?x?=\" <m@b.example>"
            })
    void aNameIsEncodedInHeadersAndQuotedInJson(String text, String header, String json) {
        assertThat(Sender.of(text).header()).isEqualTo(header);
        assertThat(Sender.of(text).unencoded()).isEqualTo(json);
    }

    @Test
    void aDirectionMarkInANameEndsWithTheName() {
        assertThat(Sender.of("Post\u202e <m@b.example>").unencoded())
                .isEqualTo("Post <m@b.example>");
        assertThat(Sender.of("\u2067Post <m@b.example>").unencoded())
                .isEqualTo("\u2067Post\u2069 <m@b.example>");
    }

    @Test
    void settingsThatAreNoAddressFailTheStart() {
        assertThatThrownBy(() -> new EmailProperties(null, false, "Post <post@>", null, "Carillon"))
                .hasMessage(
                        "carillon.email.from must be an address such as \"Product <mail@example.com>\":"
                                + " the address has nothing after the @");
        assertThatThrownBy(
                        () -> new EmailProperties(null, false, null, "büro@b.example", "Carillon"))
                .hasMessageContaining("non-ASCII characters before the @");
    }
}
