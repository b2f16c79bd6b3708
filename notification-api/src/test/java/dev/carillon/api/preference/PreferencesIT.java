package dev.carillon.api.preference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.api.ApiCaller;
import dev.carillon.api.ApiOnRealServers;
import dev.carillon.events.Channel;
import dev.carillon.events.EventJson;
import dev.carillon.events.Preferences;
import dev.carillon.events.Switch;
import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.TopicNames;
import dev.carillon.test.TestTokens;
import dev.carillon.test.TopicProbe;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ApiOnRealServers
class PreferencesIT {
    private static final String PREFERENCES = "/api/v1/preferences";

    @Autowired TopicNames topics;
    @LocalServerPort int port;

    @Test
    void putsTheWholeAndPublishesIt() {
        var pia = caller("pia");
        pia.put(
                        PREFERENCES,
                        """
                        {"channels": {"in_app": true}, "categories": {"comment": {"email": "immediate"}},
                         "types": {"issue-assigned": {"email": "digest"}}, "quiet_hours": {"start": "22:00", "end": "07:00"},
                         "time_zone": "Europe/Zurich", "locale": "de-CH",
                         "digest": {"frequency": "weekly", "time": "08:30", "day": "friday"}}
                        """)
                .is(200);

        var read = pia.get(PREFERENCES).is(200);
        assertThat(read.at("/quiet_hours/end")).isEqualTo("07:00");
        assertThat(read.at("/digest/day")).isEqualTo("friday");
        assertThat(read.at("/time_zone")).isEqualTo("Europe/Zurich");
        assertThat(pia.put(PREFERENCES, read.body()).is(200).body())
                .as("what was read can be put back")
                .isEqualTo(read.body());
        pia.put(PREFERENCES, "{\"channels\": {\"email\": false}}").is(200);
        assertThat(pia.get(PREFERENCES).at("/time_zone"))
                .as("absent, the recipient's zone stays")
                .isEqualTo("Europe/Zurich");
        assertThat(pia.get(PREFERENCES).json().has("quiet_hours")).isFalse();

        try (TopicProbe probe = TopicProbe.of(topics.of(Topics.PREFERENCES))) {
            var records = probe.await(2, record -> "default/pia".equals(record.key()));
            assertThat(records).hasSize(2);
            Preferences last = EventJson.read(records.getLast().value(), Preferences.class);
            assertThat(last.version()).isEqualTo(2);
            assertThat(last.channels()).containsEntry(Channel.EMAIL, Switch.OFF);
        }
        assertThat(
                        new ApiCaller(port, TestTokens.service("shop"))
                                .get("/api/v1/recipients/pia")
                                .is(200)
                                .at("/locale"))
                .isEqualTo("de-CH");
    }

    @Test
    void namesEveryFaultInOneAnswer() {
        var refused =
                caller("pat")
                        .put(
                                PREFERENCES,
                                """
                                {"channels": {"fax": true, "in_app": "digest"}, "categories": {"commment": {"email": false}},
                                 "types": {"issue-asigned": {"email": false}, "security-alert": {"email": false, "in_app": false},
                                  "repository-starred": {"email": true}},
                                 "quiet_hours": {"start": "25:00"}, "time_zone": "Europe/Zurch", "locale": "_",
                                 "digest": {"frequency": "hourly", "time": "8:30", "day": "someday"}}
                                """)
                        .is(422);

        assertThat(refused.faults())
                .containsExactlyInAnyOrder(
                        "channels.fax unknown_channel",
                        "channels.in_app invalid_switch",
                        "categories.commment unknown_category",
                        "types.issue-asigned unknown_type",
                        "types.security-alert.email critical_type",
                        "types.security-alert.in_app critical_type",
                        "types.repository-starred.email channel_not_used",
                        "quiet_hours.start invalid_time",
                        "quiet_hours.end missing",
                        "time_zone unknown_time_zone",
                        "locale invalid_locale",
                        "digest.frequency invalid_value",
                        "digest.time invalid_time",
                        "digest.day invalid_value");
        assertThat(refused.body())
                .contains("did you mean 'issue-assigned'?")
                .contains("did you mean 'comment'?")
                .contains("is critical and always sent at once")
                .contains("HH:mm from 00:00 to 23:59");
        assertThat(caller("pat").get("/api/v1/preferences/effective").at("/version"))
                .isEqualTo("0");
    }

    @Test
    void refusesQuietHoursThatEndWhereTheyBegin() {
        assertThat(
                        caller("pat")
                                .put(
                                        PREFERENCES,
                                        "{\"quiet_hours\": {\"start\": \"07:00\", \"end\": \"07:00\"}}")
                                .is(422)
                                .faults())
                .containsExactly("quiet_hours.end same_time");
        caller("pat").put(PREFERENCES, "[]").is(400);
        caller("pat").put(PREFERENCES, "{").is(400);
    }

    @Test
    void changesOneTypeOrCategoryAndLeavesTheRest() {
        var paul = caller("paul");
        paul.patch(PREFERENCES + "/categories/comment", "{\"email\": false}").is(200);
        paul.patch(PREFERENCES + "/types/issue-comment", "{\"email\": true, \"in_app\": false}")
                .is(200);
        var read = paul.patch(PREFERENCES + "/types/issue-comment", "{\"in_app\": null}").is(200);

        assertThat(read.json().at("/types/issue-comment").toString()).isEqualTo("{\"email\":true}");
        assertThat(read.at("/categories/comment/email")).isEqualTo("false");
        assertThat(paul.patch(PREFERENCES + "/types/unknown", "{}").is(422).faults())
                .containsExactly("types.unknown unknown_type");
        var muted = paul.patch(PREFERENCES + "/types/security-alert", "{\"email\": \"digest\"}");
        assertThat(muted.is(422).faults())
                .containsExactly("types.security-alert.email critical_type");
    }

    @Test
    void showsWhatHoldsAndWhoSaysSo() {
        var paula = caller("paula");
        paula.put(
                        PREFERENCES,
                        """
                        {"categories": {"assignment": {"email": false}}, "types": {"issue-comment": {"email": "immediate"}}}
                        """)
                .is(200);

        var effective = paula.get(PREFERENCES + "/effective").is(200);

        assertThat(
                        effective
                                .json()
                                .get("categories")
                                .valueStream()
                                .map(c -> c.get("key").asString()))
                .containsExactly("assignment", "comment", "security", "other");
        assertThat(effective.at("/categories/0/icon")).isEqualTo("user");
        assertThat(effective.json().at("/categories/1/channels/email").toString())
                .isEqualTo("{\"value\":\"digest\",\"decided_by\":\"category\",\"mutable\":true}");
        assertThat(effective.json().at("/types/0/channels/email").toString())
                .isEqualTo(
                        "{\"value\":false,\"decided_by\":\"person\",\"setting\":\"categories.assignment.email\",\"mutable\":true}");
        assertThat(effective.json().at("/types/1/channels/email").toString())
                .isEqualTo(
                        "{\"value\":\"immediate\",\"decided_by\":\"person\",\"setting\":\"types.issue-comment.email\",\"mutable\":true}");
        assertThat(effective.json().at("/types/2/channels").has("email"))
                .as("starred is in-app only")
                .isFalse();
        assertThat(effective.json().at("/types/3").toString())
                .contains("\"critical\":true", "\"mutable\":false", "\"value\":\"immediate\"");
        assertThat(effective.at("/time_zone")).isEqualTo("UTC");
        assertThat(effective.json().get("digest").toString())
                .isEqualTo(
                        "{\"frequency\":\"daily\",\"time\":\"09:00\",\"decided_by\":\"system\"}");
    }

    @Test
    void preferencesAreOnePersonsAlone() {
        var pam = caller("pam");
        var pamOfAcme = new ApiCaller(port, TestTokens.user("acme", "pam"));
        pam.patch(PREFERENCES + "/categories/comment", "{\"email\": false}").is(200);
        pam.patch(PREFERENCES + "/types/issue-comment", "{\"in_app\": false}").is(200);
        pam.put(PREFERENCES, "{\"channels\": {\"email\": false}}").is(200);

        for (ApiCaller other : new ApiCaller[] {caller("pete"), pamOfAcme}) {
            assertThat(other.get(PREFERENCES).is(200).json().get("channels")).isEmpty();
            assertThat(other.get(PREFERENCES + "/effective").at("/version")).isEqualTo("0");
        }
        assertThat(pam.get(PREFERENCES + "/effective").at("/version")).isEqualTo("3");
    }

    @Test
    void everyChangeTakesTheNextVersionAndNoChangeTakesNone() {
        var pru = caller("pru");
        String comment = PREFERENCES + "/categories/comment";
        pru.patch(comment, "{\"email\": false}").is(200);
        pru.patch(comment, "{\"email\": false}").is(200);
        assertThat(pru.get(PREFERENCES + "/effective").at("/version")).isEqualTo("1");

        pru.patch(comment, "{\"fax\": true}").is(422);
        assertThat(pru.get(PREFERENCES + "/effective").at("/version")).isEqualTo("1");
        pru.patch(comment, "{\"email\": true}").is(200);

        assertThat(pru.get(PREFERENCES + "/effective").at("/version")).isEqualTo("2");
    }

    @Test
    void putReplacesTheWholeAndPatchOnlyWhatItNames() {
        var pol = caller("pol");
        pol.put(
                        PREFERENCES,
                        """
                        {"types": {"issue-comment": {"email": false}}, "digest": {"frequency": "weekly"}}
                        """)
                .is(200);

        pol.patch(PREFERENCES + "/categories/comment", "{\"in_app\": false}").is(200);
        assertThat(pol.get(PREFERENCES).at("/types/issue-comment/email")).isEqualTo("false");
        assertThat(pol.get(PREFERENCES).at("/digest/frequency")).isEqualTo("weekly");
        var whole = pol.put(PREFERENCES, "{\"digest\": {\"frequency\": \"never\"}}").is(200);

        assertThat(whole.json().get("types")).isEmpty();
        assertThat(whole.json().get("categories")).isEmpty();
        assertThat(whole.at("/digest/frequency")).isEqualTo("never");
    }

    @Test
    void categoriesAreNamedInThePersonsLanguage() {
        var pim = caller("pim");
        assertThat(pim.get(PREFERENCES + "/effective").at("/categories/1/label"))
                .isEqualTo("Comment");

        pim.put(PREFERENCES, "{\"locale\": \"de-CH\"}").is(200);

        var effective = pim.get(PREFERENCES + "/effective");
        assertThat(effective.at("/categories/1/label")).isEqualTo("Kommentar");
        assertThat(effective.at("/categories/0/label")).as("English only").isEqualTo("Assignment");
    }

    private ApiCaller caller(String recipient) {
        return new ApiCaller(port, TestTokens.user(recipient));
    }
}
