package dev.carillon.chaos.proxy;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.OffsetCommitRequest;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestHeader;

/// Kafka's requests and responses. Their words are `Produce <topic> <topic>…` and `OffsetCommit <group> <topic>…`.
///
/// Clients learn the broker's address from responses, so the port in them is replaced by the proxy's port, which has
/// the same length at the same position.
final class KafkaProtocol implements Conversation.Protocol {
    private static final String HOST = "localhost";

    /// Requests whose responses may contain an address.
    private static final Set<ApiKeys> ADDRESSES =
            EnumSet.of(
                    ApiKeys.METADATA,
                    ApiKeys.FIND_COORDINATOR,
                    ApiKeys.DESCRIBE_CLUSTER,
                    ApiKeys.PRODUCE,
                    ApiKeys.FETCH);

    private final int brokerPort;
    private final Map<Uuid, String> topics = new ConcurrentHashMap<>();

    KafkaProtocol(int brokerPort) {
        this.brokerPort = brokerPort;
    }

    @Override
    public Conversation begin(int proxyPort) {
        return new KafkaConversation(address(brokerPort), address(proxyPort));
    }

    private static byte[] address(int port) {
        byte[] host = HOST.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(host.length + Integer.BYTES).put(host).putInt(port).array();
    }

    private record Asked(RequestHeader header, Message.Asked request) {}

    private final class KafkaConversation implements Conversation {
        private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
        private final byte[] broker;
        private final byte[] proxy;

        KafkaConversation(byte[] broker, byte[] proxy) {
            this.broker = broker;
            this.proxy = proxy;
        }

        @Override
        public Message fromClient(DataInputStream in) throws IOException {
            byte[] body = Conversation.exactly(in, in.readInt());
            ByteBuffer buffer = ByteBuffer.wrap(body);
            RequestHeader header = RequestHeader.parse(buffer);
            boolean answered = true;
            String words = "";
            if (header.apiKey() == ApiKeys.PRODUCE || header.apiKey() == ApiKeys.OFFSET_COMMIT) {
                AbstractRequest request =
                        AbstractRequest.parseRequest(
                                        header.apiKey(),
                                        header.apiVersion(),
                                        new ByteBufferAccessor(buffer))
                                .request;
                words = words(request);
                answered = !(request instanceof ProduceRequest produce) || produce.acks() != 0;
            }
            Message message = Message.request(framed(body), words);
            if (answered) {
                // A broker responds in the order of the requests.
                asked.add(new Asked(header, Message.Asked.of(message)));
            }
            return message;
        }

        @Override
        public Message fromServer(DataInputStream in) throws IOException {
            byte[] body = Conversation.exactly(in, in.readInt());
            Asked request = asked.poll();
            if (request == null) {
                return Message.plain(framed(body));
            }
            ApiKeys api = request.header().apiKey();
            if (api == ApiKeys.METADATA) {
                learn(body, request.header());
            }
            if (ADDRESSES.contains(api)) {
                lead(body);
            }
            return request.request().answeredBy(framed(body));
        }

        /// Stores the names of topics; later requests use only their ids.
        private void learn(byte[] body, RequestHeader header) {
            if (AbstractResponse.parseResponse(ByteBuffer.wrap(body), header)
                    instanceof MetadataResponse metadata) {
                metadata.data()
                        .topics()
                        .forEach(topic -> {
                            if (topic.name() != null) {
                                topics.put(topic.topicId(), topic.name());
                            }
                        });
            }
        }

        private void lead(byte[] body) {
            for (int at = 0; at + broker.length <= body.length; at++) {
                if (body[at] == broker[0]
                        && Arrays.equals(body, at, at + broker.length, broker, 0, broker.length)) {
                    System.arraycopy(proxy, 0, body, at, proxy.length);
                }
            }
        }
    }

    private String words(AbstractRequest request) {
        return switch (request) {
            case ProduceRequest produce ->
                    "Produce "
                            + produce.data().topicData().stream()
                                    .map(this::name)
                                    .collect(Collectors.joining(" "));
            case OffsetCommitRequest commit ->
                    "OffsetCommit "
                            + commit.data().groupId()
                            + " "
                            + commit.data().topics().stream()
                                    .map(this::name)
                                    .collect(Collectors.joining(" "));
            default -> "";
        };
    }

    private String name(TopicProduceData topic) {
        return name(topic.name(), topic.topicId());
    }

    private String name(OffsetCommitRequestTopic topic) {
        return name(topic.name(), topic.topicId());
    }

    private String name(String name, Uuid id) {
        return name == null || name.isEmpty() ? topics.getOrDefault(id, id.toString()) : name;
    }

    private static byte[] framed(byte[] body) {
        return ByteBuffer.allocate(Integer.BYTES + body.length)
                .putInt(body.length)
                .put(body)
                .array();
    }
}
