package dev.carillon.api.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.api.ApiCaller;
import dev.carillon.api.ApiOnRealServers;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.link.SignedLinks;
import dev.carillon.test.TestTokens;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ApiOnRealServers
class LinksIT {
    private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");
    private static final Map<String, String> FORM =
            Map.of("Content-Type", "application/x-www-form-urlencoded");

    @Autowired SignedLinks links;
    @LocalServerPort int port;

    @Test
    void unsubscribesFromACategoryByOneClickAndNotByLooking() {
        var lea = new RecipientKey("default", "lea");
        var signedIn = new ApiCaller(port, TestTokens.user("lea"));
        signedIn.patch("/api/v1/preferences/types/issue-comment", "{\"email\": \"immediate\"}")
                .is(200);
        String path = "/unsubscribe/" + links.sign(SignedLinks.UNSUBSCRIBE, lea, "comment", LATER);
        var mailClient = new ApiCaller(port, null);

        var page = mailClient.get(path).is(200);
        assertThat(page.header("content-type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(page.header("content-security-policy")).contains("default-src 'none'");
        assertThat(page.body()).contains("Stop mails about Comment?", "<form method=\"post\">");
        assertThat(commentMail(signedIn)).isEqualTo("immediate");

        mailClient.call("POST", path, "List-Unsubscribe=One-Click", FORM).is(200);
        mailClient.call("POST", path, "List-Unsubscribe=One-Click", FORM).is(200);

        assertThat(commentMail(signedIn)).isEqualTo("false");
        assertThat(
                        signedIn.get("/api/v1/preferences/effective")
                                .at("/types/0/channels/email/value"))
                .as("other categories are left as they were")
                .isEqualTo("immediate");
        assertThat(signedIn.get("/api/v1/preferences/effective").at("/version")).isEqualTo("2");
    }

    @Test
    void saysSoWhenALinkIsExpiredForgedOrOfAnotherPurpose() {
        var lea = new RecipientKey("default", "lea");
        var mailClient = new ApiCaller(port, null);
        String good = links.sign(SignedLinks.UNSUBSCRIBE, lea, null, LATER);
        for (String token :
                new String[] {
                    links.sign(SignedLinks.UNSUBSCRIBE, lea, null, Instant.EPOCH),
                    links.sign(SignedLinks.PREFERENCES, lea, null, LATER),
                    "x" + good,
                    "nonsense"
                }) {
            assertThat(mailClient.get("/unsubscribe/" + token).is(404).body())
                    .contains("This link is no longer valid");
            mailClient.call("POST", "/unsubscribe/" + token, "a=b", FORM).is(404);
        }
    }

    @Test
    void setsMailsOnAPageWithoutSigningIn() {
        var lou = new RecipientKey("default", "lou");
        var signedIn = new ApiCaller(port, TestTokens.user("lou"));
        signedIn.put("/api/v1/preferences", "{\"channels\": {\"email\": false}}").is(200);
        String path = "/preferences/" + links.sign(SignedLinks.PREFERENCES, lou, null, LATER);
        var mailClient = new ApiCaller(port, null);

        assertThat(mailClient.get(path).is(200).body())
                .contains("name=\"comment\"")
                .doesNotContain("checked");
        assertThat(mailClient.call("POST", path, "comment=on&other=on", FORM).is(200).body())
                .contains("Saved.", "name=\"comment\" checked", "name=\"other\" checked")
                .doesNotContain("name=\"assignment\" checked");
        assertThat(commentMail(signedIn)).isEqualTo("digest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"assignment", "comment", "security", "other"})
    void switchesOnWhatWasTickedAndNothingElse(String ticked) {
        String name = "luc-" + ticked;
        new ApiCaller(port, TestTokens.user(name))
                .put("/api/v1/preferences", "{\"channels\": {\"email\": false}}")
                .is(200);
        var luc = new RecipientKey("default", name);
        String path = "/preferences/" + links.sign(SignedLinks.PREFERENCES, luc, null, LATER);

        String page =
                new ApiCaller(port, null).call("POST", path, ticked + "=on", FORM).is(200).body();

        assertThat(page.split(" checked", -1)).as("one is ticked").hasSize(2);
        assertThat(page).contains("name=\"" + ticked + "\" checked");
    }

    private static String commentMail(ApiCaller signedIn) {
        return signedIn.get("/api/v1/preferences/effective").at("/types/1/channels/email/value");
    }
}
