package dev.carillon.email.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.platform.config.Secret;
import dev.carillon.test.ResendFake;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResendProviderTest {
    private final ResendFake fake = new ResendFake();
    private final ResendProvider provider = provider(fake.url());

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void sendsUnderTheKeyAndTheSameMailTwiceIsOne() {
        SendOutcome first = provider.send(Samples.ENVELOPE, Samples.mail());
        SendOutcome second = provider.send(Samples.ENVELOPE, Samples.mail());
        assertThat(first).isEqualTo(second).isInstanceOf(SendOutcome.Sent.class);
        assertThat(fake.calls()).hasSize(2);
        ResendFake.Call call = fake.calls().getFirst();
        assertThat(call.key()).isEqualTo(Samples.ENVELOPE.id().toString());
        assertThat(call.authorization()).isEqualTo("Bearer re_test");
        assertThat(call.body())
                .isEqualTo(fake.calls().getLast().body())
                .contains("List-Unsubscribe", "ann@example.org", "Hallo");
    }

    @ParameterizedTest
    @CsvSource({
        "401, missing_api_key, ProviderDown",
        "403, invalid_api_key, ProviderDown",
        "422, validation_error, Permanent",
        "400, invalid_idempotency_key, Permanent",
        "429, rate_limit_exceeded, Transient",
        "429, daily_quota_exceeded, QuotaExceeded",
        "429, monthly_quota_exceeded, QuotaExceeded",
        "409, invalid_idempotent_request, Unknown",
        "409, concurrent_idempotent_requests, Transient",
        "500, application_error, Transient",
        "503, service_unavailable, Transient"
    })
    void readsStatusAndErrorName(int status, String name, String outcome) {
        fake.next(status, name);
        assertThat(provider.send(Samples.ENVELOPE, Samples.mail()).getClass().getSimpleName())
                .isEqualTo(outcome);
    }

    @Test
    void sendsAddressesAsAsciiAndNamesAsTheyAre() {
        provider.send(
                Samples.ENVELOPE,
                Samples.mail(
                        "Büro für Post <post@bücher.example>", "a..b@maßband.example", "=?x?="));
        assertThat(fake.calls().getFirst().body())
                .contains(
                        "Büro für Post <post@xn--bcher-kva.example>",
                        "\\\"a..b\\\"@xn--maband-cta.example");
    }

    @ParameterizedTest
    @CsvSource({
        "kovač@mail.example, non_ascii_address",
        "ada@mail..example, invalid_address",
        "Ada <ada@mail.example>, invalid_address"
    })
    void anAddressThatItDoesNotTakeIsRefusedWithoutACall(String address, String errorClass) {
        assertThat(provider.send(Samples.ENVELOPE, Samples.to(address)))
                .isInstanceOfSatisfying(
                        SendOutcome.Permanent.class,
                        refused -> {
                            assertThat(refused.failure().errorClass()).isEqualTo(errorClass);
                            assertThat(refused.failure().aboutThisMail()).isTrue();
                        });
        assertThat(fake.calls()).isEmpty();
    }

    @Test
    void keepsStatusNameAndAnswerOfARefusal() {
        fake.next(422, "validation_error");
        assertThat(provider.send(Samples.ENVELOPE, Samples.mail()))
                .isInstanceOfSatisfying(
                        SendOutcome.Permanent.class,
                        refused -> {
                            assertThat(refused.failure().status()).isEqualTo(422);
                            assertThat(refused.failure().errorClass())
                                    .isEqualTo("validation_error");
                            assertThat(refused.failure().answer()).contains("said by the fake");
                        });
    }

    @Test
    void aRateLimitWasNotAcceptedAndSaysWhenToComeBack() {
        fake.next(
                new ResendFake.Fault(
                        429, "rate_limit_exceeded", Map.of("retry-after", "7"), false));
        assertThat(provider.send(Samples.ENVELOPE, Samples.mail()))
                .isInstanceOfSatisfying(
                        SendOutcome.Transient.class,
                        failed -> {
                            assertThat(failed.maybeAccepted()).isFalse();
                            assertThat(failed.retryAfter()).isEqualTo(Duration.ofSeconds(7));
                        });
    }

    @Test
    void aTimeoutMayHaveBeenAccepted() {
        fake.next(new ResendFake.Fault(0, "hangs", Map.of(), true));
        assertThat(provider.send(Samples.ENVELOPE, Samples.mail()))
                .isInstanceOfSatisfying(
                        SendOutcome.Transient.class,
                        failed -> assertThat(failed.maybeAccepted()).isTrue());
    }

    @Test
    void anUnreadableAnswerMayHaveBeenAccepted() {
        fake.next(new ResendFake.Fault(200, "<html>", Map.of(), true));
        assertThat(provider.send(Samples.ENVELOPE, Samples.mail()))
                .isInstanceOfSatisfying(
                        SendOutcome.Transient.class,
                        failed -> assertThat(failed.maybeAccepted()).isTrue());
    }

    @Test
    void whereNobodyListensNothingWasAccepted() {
        URI nobody = fake.url();
        fake.close();
        assertThat(provider(nobody).send(Samples.ENVELOPE, Samples.mail()))
                .isInstanceOfSatisfying(
                        SendOutcome.Transient.class,
                        failed -> {
                            assertThat(failed.maybeAccepted()).isFalse();
                            assertThat(failed.failure().errorClass()).isEqualTo("connect_failed");
                        });
    }

    private static ResendProvider provider(URI url) {
        return new ResendProvider(
                new ResendProperties(
                        Secret.of("re_test"),
                        url,
                        "default",
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        100),
                Secret.of("re_test"));
    }
}
