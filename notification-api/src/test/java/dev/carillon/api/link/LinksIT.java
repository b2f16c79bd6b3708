package dev.carillon.api.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.api.ApiCaller;
import dev.carillon.api.ApiOnRealServers;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.link.SignedLinks;
import dev.carillon.test.TestTokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ApiOnRealServers
class LinksIT {
    private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");
    private static final Map<String, String> FORM =
            Map.of("Content-Type", "application/x-www-form-urlencoded");

    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

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
        assertThat(page.body()).contains("Stop emails about “Comment”?", "<form method=\"post\">");
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
                    .contains("This link is no longer valid", "Open Carillon");
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
                .contains("Settings saved.", "name=\"comment\" checked", "name=\"other\" checked")
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

    @Test
    void stopsDigestsAndNothingElse() {
        String path = unsubscribe("dig", null);
        var signedIn = new ApiCaller(port, TestTokens.user("dig"));
        signedIn.put(
                        "/api/v1/preferences",
                        """
                        {"types": {"issue-comment": {"email": "immediate"}},
                         "digest": {"frequency": "weekly", "time": "08:30", "day": "friday"}}
                        """)
                .is(200);
        assertThat(anyone().get(path).is(200).body()).contains("Stop digest emails?");

        oneClick(path);

        var after = signedIn.get("/api/v1/preferences").json();
        assertThat(after.at("/digest/frequency").asString()).isEqualTo("never");
        assertThat(after.at("/digest/time").asString()).isEqualTo("08:30");
        assertThat(after.at("/channels").has("email")).isFalse();
        assertThat(commentMail(signedIn)).isEqualTo("immediate");
        assertThat(anyone().get(path).is(200).body()).contains("You don’t get digest emails");
    }

    @ParameterizedTest
    @CsvSource({
        "comment, '{\"types\": {\"issue-comment\": {\"email\": \"immediate\"}}, \"categories\": {\"comment\": {\"email\": \"digest\"}}}'",
        "comment, '{}'",
        ", '{\"digest\": {\"frequency\": \"weekly\", \"day\": \"friday\"}, \"channels\": {\"in_app\": true}}'",
        ", '{\"digest\": {\"time\": \"07:15\"}}'",
        ", '{}'",
    })
    void undoesByOneClickEvenIfTheButtonWasPressedTwice(String category, String before) {
        String person = "una-" + Integer.toHexString(Objects.hash(category, before));
        var signedIn = new ApiCaller(port, TestTokens.user(person));
        signedIn.put("/api/v1/preferences", before).is(200);
        String was = signedIn.get("/api/v1/preferences").body();
        String path = unsubscribe(person, category);

        String form = hiddenFields(anyone().get(path).body());
        String done = anyone().call("POST", path, form, FORM).is(200).body();
        assertThat(signedIn.get("/api/v1/preferences").body()).isNotEqualTo(was);
        String again = anyone().call("POST", path, form, FORM).is(200).body();
        assertThat(done).contains("You’re unsubscribed", "Undo");

        for (String page : List.of(done, again)) {
            oneClick(path);
            anyone().call("POST", path, hiddenFields(page), FORM).is(200);
            assertThat(signedIn.get("/api/v1/preferences").body()).isEqualTo(was);
        }
    }

    @Test
    void undoesWhatWasSavedOnThePage() {
        String before =
                """
                {"channels": {"email": false}, "types": {"issue-comment": {"email": "immediate"}},
                 "digest": {"frequency": "weekly", "day": "friday"}}
                """;
        var signedIn = new ApiCaller(port, TestTokens.user("sam"));
        signedIn.put("/api/v1/preferences", before).is(200);
        String was = signedIn.get("/api/v1/preferences").body();
        String path =
                "/preferences/"
                        + links.sign(
                                SignedLinks.PREFERENCES,
                                new RecipientKey("default", "sam"),
                                null,
                                LATER);

        String saved =
                anyone().call("POST", path, "comment=on&digest.frequency=never", FORM)
                        .is(200)
                        .body();
        assertThat(signedIn.get("/api/v1/preferences").at("/digest/frequency")).isEqualTo("never");
        String undo = saved.substring(saved.indexOf("role=\"status\""), saved.indexOf("</form>"));
        assertThat(anyone().call("POST", path, hiddenFields(undo), FORM).is(200).body())
                .contains("Undone.");

        assertThat(signedIn.get("/api/v1/preferences").body()).isEqualTo(was);
    }

    @Test
    void leavesACategoryAloneThatThePageDidNotShow() {
        String path =
                "/preferences/"
                        + links.sign(
                                SignedLinks.PREFERENCES,
                                new RecipientKey("default", "old"),
                                null,
                                LATER);
        var signedIn = new ApiCaller(port, TestTokens.user("old"));

        anyone().call("POST", path, "_shown=comment", FORM).is(200);

        var categories = signedIn.get("/api/v1/preferences").json().at("/categories");
        assertThat(categories.propertyNames()).containsExactly("comment");
    }

    @Test
    void anUndoOfAnotherPersonIsRefused() {
        String path = unsubscribe("eve", null);
        String undo =
                links.sign(
                        SignedLinks.UNDO,
                        new RecipientKey("default", "adam"),
                        "{\"digest\":\"\"}",
                        LATER);
        assertThat(anyone().call("POST", path, "_undo=" + undo, FORM).is(404).body())
                .contains("This link is no longer valid");
    }

    @Test
    void speaksTheRecipientsLanguageAndElseTheBrowsers() {
        new ApiCaller(port, TestTokens.service("product"))
                .put("/api/v1/recipients/uwe", "{\"locale\": \"de-CH\"}")
                .is(201);
        Map<String, String> english = Map.of("Accept-Language", "en-GB");
        Map<String, String> german = Map.of("Accept-Language", "de-AT,de;q=0.9,en;q=0.8");
        assertThat(anyone().call("GET", unsubscribe("uwe", "comment"), null, english).body())
                .contains("lang=\"de\"", "Keine E-Mails mehr zu „Kommentar“?", "Abbestellen");
        assertThat(anyone().call("GET", unsubscribe("nobody", null), null, german).body())
                .contains("lang=\"de\"", "Keine Übersichten mehr per E-Mail?");
        assertThat(anyone().call("GET", "/unsubscribe/broken", null, german).is(404).body())
                .contains("Dieser Link ist nicht mehr gültig");
        String expired =
                "/unsubscribe/"
                        + links.sign(
                                SignedLinks.UNSUBSCRIBE,
                                new RecipientKey("default", "uwe"),
                                null,
                                Instant.EPOCH);
        assertThat(anyone().call("GET", expired, null, english).is(404).body())
                .contains("Dieser Link ist abgelaufen", "Carillon öffnen");
    }

    @Test
    void thePreferencesPageNamesCategoriesInTheRecipientsLanguage() {
        new ApiCaller(port, TestTokens.user("udo"))
                .put("/api/v1/preferences", "{\"locale\": \"de\"}")
                .is(200);
        String path =
                "/preferences/"
                        + links.sign(
                                SignedLinks.PREFERENCES,
                                new RecipientKey("default", "udo"),
                                null,
                                LATER);

        assertThat(anyone().get(path).is(200).body())
                .contains("Kommentar", "Assignment")
                .doesNotContain("Comment<");
    }

    @Test
    void aLinkChangesItsOwnTenantsPersonOnly() {
        var tom = new ApiCaller(port, TestTokens.user("tom"));
        var tomOfAcme = new ApiCaller(port, TestTokens.user("acme", "tom"));

        oneClick(unsubscribe("tom", "comment"));

        assertThat(tom.get("/api/v1/preferences").at("/categories/comment/email"))
                .isEqualTo("false");
        assertThat(tomOfAcme.get("/api/v1/preferences").json().get("categories")).isEmpty();
    }

    @Test
    void aLinkToUnsubscribeChoosesNothingElse() {
        String path = unsubscribe("tim", "comment");

        anyone().call("POST", path, "comment=on&assignment=on&digest.frequency=never", FORM)
                .is(200);

        var after = new ApiCaller(port, TestTokens.user("tim")).get("/api/v1/preferences").json();
        assertThat(after.get("categories").propertyNames()).containsExactly("comment");
        assertThat(after.at("/categories/comment/email").asBoolean()).isFalse();
        assertThat(after.at("/digest/frequency").isMissingNode()).isTrue();
    }

    @Test
    void changesNothingOfAPersonWhoIsGone() {
        var service = new ApiCaller(port, TestTokens.service("product"));
        service.put("/api/v1/recipients/gone", "{\"name\": \"Gone\"}").is(201);
        service.delete("/api/v1/recipients/gone").is(204);
        String path = unsubscribe("gone", null);

        anyone().get(path).is(404);
        anyone().call("POST", path, "List-Unsubscribe=One-Click", FORM).is(404);

        assertThat(
                        new ApiCaller(port, TestTokens.user("gone"))
                                .get("/api/v1/preferences/effective")
                                .at("/digest/frequency"))
                .isEqualTo("daily");
    }

    private String unsubscribe(String recipient, String category) {
        return "/unsubscribe/"
                + links.sign(
                        SignedLinks.UNSUBSCRIBE,
                        new RecipientKey("default", recipient),
                        category,
                        LATER);
    }

    private ApiCaller anyone() {
        return new ApiCaller(port, null);
    }

    private void oneClick(String path) {
        anyone().call("POST", path, "List-Unsubscribe=One-Click", FORM).is(200);
    }

    /// The body that a browser sends for the forms of a page.
    private static String hiddenFields(String page) {
        return HIDDEN.matcher(page)
                .results()
                .map(field -> field.group(1) + "=" + field.group(2))
                .collect(Collectors.joining("&"));
    }

    private static String commentMail(ApiCaller signedIn) {
        return signedIn.get("/api/v1/preferences/effective").at("/types/1/channels/email/value");
    }
}
