package dev.carillon.api.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.api.ApiCaller;
import dev.carillon.api.ApiOnRealServers;
import dev.carillon.events.EventJson;
import dev.carillon.events.Recipient;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.TopicNames;
import dev.carillon.test.TestTokens;
import dev.carillon.test.TopicProbe;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@ApiOnRealServers
class RecipientsIT {
    private static final String ANN =
            """
            {"name": "Ann", "email": "ann@mail.example", "phone": "+41441234567", "locale": "de-ch",
             "time_zone": "Europe/Zurich", "avatar": "https://cdn.example/ann.png", "attributes": {"team": "shop"}}
            """;

    @Autowired TopicNames topics;
    @Autowired Recipients recipients;
    @Autowired TransactionTemplate transaction;
    @Autowired JdbcTemplate jdbc;
    @LocalServerPort int port;
    ApiCaller shop;

    @BeforeEach
    void callAsService() {
        shop = new ApiCaller(port, TestTokens.service("shop"));
    }

    @Test
    void storesAnAvatarAsALinkIsStored() {
        for (String[] link :
                new String[][] {
                    {
                        "HTTPS://B\u00fccher.example:443/a b|c",
                        "https://xn--bcher-kva.example/a%20b|c"
                    },
                    {"http://build_server:8080/{id}", "http://build_server:8080/%7Bid%7D"}
                }) {
            assertThat(
                            shop.put(
                                            "/api/v1/recipients/pictured",
                                            "{\"avatar\": \"" + link[0] + "\"}")
                                    .at("/avatar"))
                    .isEqualTo(link[1]);
        }
        for (String refused :
                new String[] {
                    "/ann.png", "//evil.example/a.png", "https://bank.example@evil.example/a.png",
                    "data:image/png;base64,AA", "https://256.256.256.256/a.png", ""
                }) {
            assertThat(
                            shop.put(
                                            "/api/v1/recipients/pictured",
                                            "{\"avatar\": \"" + refused + "\"}")
                                    .is(422)
                                    .faults())
                    .containsExactly("avatar invalid_url");
        }
    }

    @Test
    void readsOnlyNewInOneFormOnly() {
        for (String text : new String[] {"yes", "1", "on", "TRUE", "%20true", ""}) {
            assertThat(
                            shop.post("/api/v1/recipients/bulk?q=1&only_new=" + text, "{}")
                                    .is(400)
                                    .faults())
                    .containsExactly("q unknown_parameter", "only_new invalid_parameter");
        }
    }

    @Test
    void putsPatchesAndDeletesInVersionsThatArePublished() {
        assertThat(shop.put("/api/v1/recipients/rita", ANN).is(201).at("/version")).isEqualTo("1");
        assertThat(shop.put("/api/v1/recipients/rita", ANN).is(200).at("/version"))
                .as("the same content changes nothing")
                .isEqualTo("1");
        var patched =
                shop.patch("/api/v1/recipients/rita", "{\"phone\": null, \"name\": \"Rita\"}")
                        .is(200);
        assertThat(patched.json().has("phone")).isFalse();
        assertThat(patched.at("/email")).isEqualTo("ann@mail.example");
        assertThat(patched.at("/locale")).isEqualTo("de-CH");
        shop.delete("/api/v1/recipients/rita").is(204);
        shop.delete("/api/v1/recipients/rita").is(204);
        shop.get("/api/v1/recipients/rita").is(404);
        shop.patch("/api/v1/recipients/rita", "{}").is(404);
        assertThat(shop.put("/api/v1/recipients/rita", "{}").is(201).at("/version")).isEqualTo("4");

        List<Recipient> published = published("default/rita", 4);
        assertThat(published).extracting(Recipient::version).containsExactly(1L, 2L, 3L, 4L);
        assertThat(published)
                .extracting(Recipient::deleted)
                .containsExactly(false, false, true, false);
        assertThat(published.get(1).name()).isEqualTo("Rita");
        assertThat(published.get(2).email()).isNull();
    }

    @Test
    void namesEveryFaultAtOnce() {
        var refused =
                shop.put(
                                "/api/v1/recipients/faulty",
                                """
                                {"name": 7, "email": "nobody", "phone": "12", "locale": "!", "time_zone": "Mars/Base",
                                 "avatar": "javascript:alert(1)", "attributes": []}
                                """)
                        .is(422);

        assertThat(refused.faults())
                .containsExactly(
                        "name invalid_value",
                        "email invalid_email",
                        "phone invalid_phone",
                        "locale invalid_locale",
                        "time_zone unknown_time_zone",
                        "avatar invalid_url",
                        "attributes invalid_value");
        assertThat(shop.put("/api/v1/recipients/-bad", "{}").is(400).faults())
                .containsExactly("recipient invalid_recipient");
        shop.get("/api/v1/recipients/faulty").is(404);
    }

    @Test
    void anAddressThatCannotBeSentIsRefusedByItsFaultWhicheverWayItComes() {
        String fault = "email has U+200B (zero width space) as character 17, which is invisible";
        String email = "\"email\": \"ada@mail.example\\u200b\"";

        assertThat(
                        shop.put("/api/v1/recipients/zwsp", "{" + email + "}")
                                .is(422)
                                .json()
                                .at("/errors/0/message")
                                .asString())
                .isEqualTo(fault);
        shop.get("/api/v1/recipients/zwsp").is(404);
        shop.put("/api/v1/recipients/docomo", "{\"email\": \"ada..lund.@mail.example\"}").is(201);
        assertThat(
                        shop.patch("/api/v1/recipients/docomo", "{" + email + "}")
                                .is(422)
                                .json()
                                .at("/errors/0/message")
                                .asString())
                .isEqualTo(fault);
        assertThat(
                        shop.post(
                                        "/api/v1/recipients/bulk",
                                        "{\"recipients\": [{\"recipient\": \"zwsp\", "
                                                + email
                                                + "}]}")
                                .is(200)
                                .json()
                                .at("/items/0/errors/0/message")
                                .asString())
                .isEqualTo("recipients[0]." + fault);
        assertThat(shop.get("/api/v1/recipients/docomo").is(200).json().at("/email").asString())
                .isEqualTo("ada..lund.@mail.example");
    }

    @Test
    void refusesFieldsThatAreNone() {
        assertThat(
                        shop.put(
                                        "/api/v1/recipients/unknown",
                                        "{\"naem\": \"Ann\", \"avatar_url\": \"https://x.example/a.png\", \"email\": \"nobody\"}")
                                .is(422)
                                .faults())
                .containsExactly(
                        "naem unknown_field", "avatar_url unknown_field", "email invalid_email");
        shop.put("/api/v1/recipients/unknown", "{}").is(201);
        assertThat(shop.patch("/api/v1/recipients/unknown", "{\"nick\": 1}").is(422).faults())
                .containsExactly("nick unknown_field");
        assertThat(
                        shop.post(
                                        "/api/v1/recipients/bulk",
                                        "{\"recipients\": [{\"recipient\": \"unknown-1\", \"nick\": 1}, {\"nick\": 1}]}")
                                .is(200)
                                .json()
                                .get("items")
                                .toString())
                .contains("recipients[0].nick", "recipients[1].nick", "recipients[1].recipient");
        shop.get("/api/v1/recipients/unknown-1").is(404);
        assertThat(
                        shop.post(
                                        "/api/v1/recipients/bulk",
                                        "{\"recipients\": [{}], \"dry\": true}")
                                .is(422)
                                .faults())
                .containsExactly("dry unknown_field");
    }

    @Test
    void aNameStandsOnOneLine() {
        String body = "{\"name\": \" Ann\\r\\nLund\\u2028Example \"}";
        assertThat(shop.put("/api/v1/recipients/liner", body).is(201).at("/name"))
                .isEqualTo("Ann Lund Example");
    }

    @Test
    void takesManyAndTellsOfEach() {
        shop.put("/api/v1/recipients/bulk-there", "{\"name\": \"There\"}").is(201);
        String body =
                """
                {"recipients": [
                  {"recipient": "bulk-new", "email": "new@mail.example"},
                  {"recipient": "bulk-there", "email": "there@mail.example"},
                  {"recipient": "not ok"},
                  {"recipient": "bulk-new"},
                  {"recipient": "bulk-faulty", "email": "x", "time_zone": "+02:00"},
                  7]}
                """;

        var answer = shop.post("/api/v1/recipients/bulk?only_new=true", body).is(200).json();

        assertThat(answer.get("items").valueStream().map(item -> item.get("status").asString()))
                .containsExactly("created", "kept", "refused", "refused", "refused", "refused");
        assertThat(
                        answer.at("/items/4/errors")
                                .valueStream()
                                .map(error -> error.get("field").asString()))
                .containsExactly("recipients[4].email", "recipients[4].time_zone");
        assertThat(
                        shop.post("/api/v1/recipients/bulk", body)
                                .is(200)
                                .json()
                                .get("items")
                                .valueStream()
                                .map(item -> item.get("status").asString()))
                .startsWith("unchanged", "updated");
        assertThat(shop.post("/api/v1/recipients/bulk", "{\"recipients\": []}").is(422).faults())
                .containsExactly("recipients invalid_size");
    }

    @Test
    void createsWhoWasNeverSeenWithTheDefaults() {
        var never = new RecipientKey("default", "never-seen");
        var known = new RecipientKey("default", "seen-before");
        shop.put("/api/v1/recipients/seen-before", "{\"name\": \"Known\"}").is(201);

        transaction.executeWithoutResult(
                status -> recipients.ensureKnown(List.of(never, known, never)));
        transaction.executeWithoutResult(status -> recipients.ensureKnown(List.of(known, never)));

        assertThat(recipients.versions("default", List.of("never-seen", "seen-before", "absent")))
                .containsOnly(
                        java.util.Map.entry("never-seen", 1L),
                        java.util.Map.entry("seen-before", 1L));
        assertThat(published("default/never-seen", 1)).hasSize(1);
        assertThat(shop.get("/api/v1/recipients/seen-before").at("/name")).isEqualTo("Known");
    }

    @Test
    void aZoneSetWhileAnotherWritesReplacesNothingElse() throws Exception {
        var zoe = new RecipientKey("default", "zoe");
        shop.put("/api/v1/recipients/zoe", "{\"name\": \"Zoe\"}").is(201);
        var signedIn = new ApiCaller(port, TestTokens.user("zoe"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ApiCaller.Answer> put =
                    transaction.execute(status -> {
                        RecipientRow row = recipients.lock(zoe);
                        Future<ApiCaller.Answer> waits =
                                threads.submit(() ->
                                        signedIn.put(
                                                "/api/v1/preferences",
                                                "{\"time_zone\": \"Europe/Zurich\"}"));
                        await().until(this::somebodyWaitsForALock);
                        RecipientProfile before = row.profile();
                        row.take(
                                new RecipientProfile(
                                        before.name(),
                                        "zoe@mail.example",
                                        before.phone(),
                                        before.locale(),
                                        before.timeZone(),
                                        before.avatar(),
                                        before.attributes()),
                                recipients.now());
                        recipients.publish(List.of(row.recipient()));
                        return waits;
                    });

            assertThat(put.get().is(200).at("/time_zone")).isEqualTo("Europe/Zurich");
        }
        var both = shop.get("/api/v1/recipients/zoe").is(200);
        assertThat(both.at("/version")).isEqualTo("3");
        assertThat(both.at("/email")).isEqualTo("zoe@mail.example");
        assertThat(both.at("/time_zone")).isEqualTo("Europe/Zurich");
        assertThat(published("default/zoe", 3))
                .extracting(Recipient::version)
                .containsExactly(1L, 2L, 3L);
    }

    private boolean somebodyWaitsForALock() {
        Integer waiting =
                jdbc.queryForObject(
                        "select count(*) from pg_locks where not granted", Integer.class);
        return waiting != null && waiting > 0;
    }

    @Test
    void isForServices() {
        var ann = new ApiCaller(port, TestTokens.user("ann"));

        ann.get("/api/v1/recipients/ann").is(403);
        new ApiCaller(port, null).get("/api/v1/recipients/ann").is(401);
        new ApiCaller(
                        port,
                        TestTokens.mint("acme", "shop", java.time.Duration.ofHours(1), "service"))
                .get("/api/v1/recipients/seen-before")
                .is(404);
    }

    private List<Recipient> published(String key, int count) {
        try (TopicProbe probe = TopicProbe.of(topics.of(Topics.RECIPIENTS))) {
            return probe.await(count, record -> key.equals(record.key())).stream()
                    .map(ConsumerRecord::value)
                    .map(value -> EventJson.read(value, Recipient.class))
                    .toList();
        }
    }
}
