package dev.carillon.api.inbox;

import dev.carillon.api.ApiOnRealServers;
import dev.carillon.platform.kafka.RecordPublisher;
import dev.carillon.platform.kafka.TopicNames;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/// The inbox on real servers.
@ApiOnRealServers
abstract class InboxTest {
    @Autowired RecordPublisher publisher;
    @Autowired TopicNames topics;
    @Autowired ReadInbox inbox;
    @LocalServerPort int port;
    InboxWorld world;

    @BeforeEach
    void world() {
        world = new InboxWorld(publisher, topics, inbox, port);
    }
}
