package dev.carillon.chaos.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.junit.jupiter.api.Test;

class ConversationTest {
    @Test
    void namesACommitByTheStatementsOfItsTransaction() throws IOException {
        Conversation postgres = new PostgresConversation();
        Bytes client = new Bytes();
        client.number(8).number(80_877_103); // Requests encryption.
        client.number(8).number(196_608); // Continues without encryption.
        client.typed('P', "\0BEGIN\0\0\0").typed('B', "\0\0").typed('E', "\0");
        client.typed('P', "one\0insert into request values ($1)\0\0\0");
        client.typed('B', "\0one\0").typed('E', "\0");
        client.typed('P', "all\0COMMIT\0\0\0").typed('B', "\0all\0").typed('E', "\0");
        client.typed('Q', "select 1\0");
        client.typed('d', "r012345678");
        Bytes server = new Bytes().text("N").typed('C', "BEGIN\0").typed('C', "COMMIT\0");
        DataInputStream in = client.in();
        DataInputStream answers = server.in();

        assertThat(postgres.fromClient(in).bytes()).hasSize(8);
        assertThat(postgres.fromServer(answers).bytes()).containsExactly('N');
        List<String> words = new java.util.ArrayList<>();
        while (in.available() > 0) {
            String said = postgres.fromClient(in).words();
            if (!said.isEmpty()) {
                words.add(said);
            }
        }

        assertThat(words)
                .containsExactly(
                        "BEGIN",
                        "insert into request values ($1)",
                        "COMMIT\ninsert into request values ($1)",
                        "select 1",
                        "StandbyStatusUpdate");
        assertThat(postgres.fromServer(answers).words()).isEmpty();
        assertThat(postgres.fromServer(answers).words())
                .isEqualTo("COMMIT\ninsert into request values ($1)");
    }

    @Test
    void treatsAStatementWithoutATransactionAsACommit() throws IOException {
        Conversation postgres = new PostgresConversation();
        Bytes client = new Bytes();
        client.number(8).number(196_608);
        client.typed('P', "\0insert into decision\0\0\0").typed('B', "\0\0").typed('E', "\0");
        client.typed('S', "");
        client.typed('P', "\0BEGIN\0\0\0").typed('B', "\0\0").typed('E', "\0");
        client.typed('P', "\0update counter\0\0\0").typed('B', "\0\0").typed('E', "\0");
        client.typed('S', "");
        client.typed('P', "\0\ncommit\0\0\0").typed('B', "\0\0").typed('E', "\0");
        client.typed('S', "");
        Bytes server = new Bytes();
        server.typed('C', "INSERT 0 1\0").typed('Z', "I").typed('C', "BEGIN\0").typed('Z', "T");
        server.typed('C', "COMMIT\0").typed('Z', "I");
        DataInputStream in = client.in();
        DataInputStream answers = server.in();
        postgres.fromClient(in);
        for (int i = 0; i < 4; i++) {
            postgres.fromClient(in);
        }

        assertThat(postgres.fromServer(answers).words()).isEmpty();
        assertThat(postgres.fromServer(answers).words()).isEqualTo("COMMIT\ninsert into decision");

        while (in.available() > 0) {
            postgres.fromClient(in);
        }
        assertThat(postgres.fromServer(answers).words()).isEmpty();
        assertThat(postgres.fromServer(answers).words()).isEmpty();
        assertThat(postgres.fromServer(answers).words()).isEqualTo("COMMIT\nupdate counter");
        assertThat(postgres.fromServer(answers).words()).isEmpty();
    }

    @Test
    void matchesRedisRepliesToCommandsInOrder() throws IOException {
        Conversation redis = new RedisConversation();
        DataInputStream in =
                new Bytes()
                        .text(
                                "*1\r\n$4\r\nPING\r\n*3\r\n$4\r\nEVAL\r\n$8\r\nreturn 1\r\n$1\r\n0\r\n")
                        .in();
        DataInputStream answers = new Bytes().text("+PONG\r\n*2\r\n:1\r\n$-1\r\n").in();

        assertThat(redis.fromClient(in).words()).isEqualTo("PING");
        assertThat(redis.fromClient(in).words()).isEqualTo("EVAL return 1 0");
        assertThat(redis.fromServer(answers).words()).isEqualTo("PING");
        Message answer = redis.fromServer(answers);
        assertThat(answer.words()).startsWith("EVAL");
        assertThat(new String(answer.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("*2\r\n:1\r\n$-1\r\n");
        assertThat(answer.mentions("return 1")).isTrue();
    }

    @Test
    void readsBodiesOfHttpAndTheFramesOfAWebSocket() throws IOException {
        Conversation http = new HttpConversation();
        DataInputStream in =
                new Bytes()
                        .text("POST /emails HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc")
                        .text("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n")
                        .in();
        DataInputStream answers =
                new Bytes()
                        .text(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")
                        .text("HTTP/1.1 101 Switching Protocols\r\n\r\n")
                        .text("\u0081\u0002hi\u0081\u0003you")
                        .in();

        Message mail = http.fromClient(in);
        assertThat(mail.words()).isEqualTo("POST /emails");
        assertThat(mail.mentions("abc")).isTrue();
        http.fromClient(in);
        Message answer = http.fromServer(answers);
        assertThat(answer.words()).isEqualTo("POST /emails");
        assertThat(new String(answer.bytes(), StandardCharsets.UTF_8)).endsWith("0\r\n\r\n");
        http.fromServer(answers);
        assertThat(http.fromServer(answers).mentions("hi")).isTrue();
        assertThat(http.fromServer(answers).mentions("you")).isTrue();
    }

    @Test
    void replacesTheBrokersAddressAndResolvesTopicIds() throws IOException {
        Conversation kafka = new KafkaProtocol(9092).begin(4711);
        Uuid id = Uuid.randomUuid();
        MetadataResponseData metadata = new MetadataResponseData();
        metadata.brokers()
                .add(
                        new MetadataResponseData.MetadataResponseBroker()
                                .setNodeId(1)
                                .setHost("localhost")
                                .setPort(9092));
        metadata.topics()
                .add(
                        new MetadataResponseData.MetadataResponseTopic()
                                .setName("things")
                                .setTopicId(id));
        RequestHeader asked = new RequestHeader(ApiKeys.METADATA, (short) 12, "me", 7);
        kafka.fromClient(new Bytes().kafka(asked.data(), asked.headerVersion()).in());

        byte[] answer =
                kafka.fromServer(
                                new Bytes()
                                        .kafka(
                                                asked.toResponseHeader().data(),
                                                asked.toResponseHeader().headerVersion(),
                                                metadata,
                                                12)
                                        .in())
                        .bytes();

        MetadataResponse seen =
                (MetadataResponse)
                        AbstractResponse.parseResponse(
                                ByteBuffer.wrap(answer, 4, answer.length - 4).slice(), asked);
        assertThat(seen.data().brokers()).singleElement().matches(broker -> broker.port() == 4711);
        RequestHeader produce = new RequestHeader(ApiKeys.PRODUCE, (short) 13, "me", 8);
        ProduceRequestData records = new ProduceRequestData().setAcks((short) -1);
        records.topicData().add(new ProduceRequestData.TopicProduceData().setTopicId(id));
        assertThat(
                        kafka.fromClient(
                                        new Bytes()
                                                .kafka(
                                                        produce.data(),
                                                        produce.headerVersion(),
                                                        records,
                                                        13)
                                                .in())
                                .words())
                .isEqualTo("Produce things");
    }

    /// Bytes as they arrive from a socket.
    private static final class Bytes {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        Bytes number(int number) throws IOException {
            out.writeInt(number);
            return this;
        }

        Bytes text(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        Bytes typed(char type, String body) throws IOException {
            out.writeByte(type);
            return number(4 + body.length()).text(body);
        }

        Bytes kafka(ApiMessage header, int headerVersion) throws IOException {
            return framed(MessageUtil.toByteBufferAccessor(header, (short) headerVersion));
        }

        Bytes kafka(ApiMessage header, int headerVersion, ApiMessage body, int version)
                throws IOException {
            return framed(
                    MessageUtil.toByteBufferAccessor(header, (short) headerVersion),
                    MessageUtil.toByteBufferAccessor(body, (short) version));
        }

        private Bytes framed(ByteBufferAccessor... parts) throws IOException {
            int length = 0;
            for (ByteBufferAccessor part : parts) {
                length += part.buffer().remaining();
            }
            number(length);
            for (ByteBufferAccessor part : parts) {
                byte[] one = new byte[part.buffer().remaining()];
                part.buffer().get(one);
                out.write(one);
            }
            return this;
        }

        DataInputStream in() {
            return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        }
    }
}
