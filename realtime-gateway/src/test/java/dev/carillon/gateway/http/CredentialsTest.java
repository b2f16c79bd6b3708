package dev.carillon.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.gateway.http.Credentials.Secret;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    private final HttpHeaders headers = new DefaultHttpHeaders();

    @Test
    void takesATicketFromTheSubprotocolsAndSelectsTheFirst() {
        headers.add("Sec-WebSocket-Protocol", "carillon.v1, ticket.abc");

        Credentials credentials = of("/ws");

        assertThat(credentials.secret()).isEqualTo(new Secret.Ticket("abc"));
        assertThat(credentials.selected()).isEqualTo("carillon.v1");
        assertThat(credentials.understood()).isTrue();
    }

    @Test
    void takesATokenFromSubprotocolOrHeaderAndATicketFromTheQuery() {
        headers.add("Authorization", "Bearer from.the.header");
        assertThat(of("/ws").secret()).isEqualTo(new Secret.Token("from.the.header"));

        headers.add("Sec-WebSocket-Protocol", "bearer.from.the.subprotocol");
        headers.add("Sec-WebSocket-Protocol", "carillon.v1");
        assertThat(of("/ws").secret()).isEqualTo(new Secret.Token("from.the.subprotocol"));
        assertThat(of("/ws?ticket=abc").secret()).isEqualTo(new Secret.Ticket("abc"));
    }

    @Test
    void takesATokenFromTheQueryOnlyWhereThatIsAllowed() {
        assertThat(of("/ws?token=a.b.c").secret()).isNull();
        assertThat(
                        Credentials.of(
                                        HttpCall.of(
                                                HttpMethod.GET, "/ws?token=a.b.c", headers, null),
                                        true)
                                .secret())
                .isEqualTo(new Secret.Token("a.b.c"));
    }

    @Test
    void doesNotUnderstandAnotherProtocolButAnswersInIt() {
        headers.add("Sec-WebSocket-Protocol", "carillon.v0");

        assertThat(of("/ws").understood()).isFalse();
        assertThat(of("/ws").selected()).isEqualTo("carillon.v0");
    }

    @Test
    void showsNeitherTicketsNorTokens() {
        headers.add("Authorization", "Bearer secret-token");
        HttpCall call = HttpCall.of(HttpMethod.GET, "/ws?ticket=secret-ticket", headers, null);

        assertThat(call + " " + Credentials.of(call, true)).doesNotContain("secret-");
        assertThat(new Secret.Token("secret-token").toString()).doesNotContain("secret-token");
    }

    private Credentials of(String uri) {
        return Credentials.of(HttpCall.of(HttpMethod.GET, uri, headers, null), false);
    }
}
