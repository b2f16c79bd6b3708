package dev.carillon.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;

@WithEmbeddedServers(schema = "api")
@SpringBootTest(
        classes = WithEmbeddedServersIT.Nothing.class,
        properties = "carillon.redis.url=redis://the-test-says:1")
class WithEmbeddedServersIT {
    @SpringBootConfiguration
    static class Nothing {}

    @Autowired Environment environment;

    @Test
    void givesTheContextADatabaseOfItsOwnAsTheSchemasRole() throws Exception {
        try (Connection connection =
                DriverManager.getConnection(
                        environment.getRequiredProperty("spring.datasource.url"),
                        environment.getRequiredProperty("spring.datasource.username"),
                        environment.getRequiredProperty("spring.datasource.password"))) {
            assertThat(connection.getSchema()).isEqualTo("api");
            assertThat(connection.getMetaData().getUserName()).isEqualTo("carillon_api");
            assertThat(connection.getCatalog()).startsWith("carillon_test_");
        }
    }

    @Test
    void readsWhatIsInATopicOfTheContextsPrefix() throws Exception {
        String topic = environment.getRequiredProperty("carillon.kafka.topic-prefix") + "bells";
        Map<String, Object> kafka =
                Map.of(
                        "bootstrap.servers",
                        environment.getRequiredProperty("carillon.kafka.bootstrap-servers"));
        try (Admin admin = Admin.create(kafka);
                TopicProbe probe = TopicProbe.of(topic);
                KafkaProducer<String, byte[]> producer =
                        new KafkaProducer<>(
                                kafka, new StringSerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            for (String key : List.of("a", "b", "c", "d")) {
                producer.send(new ProducerRecord<>(topic, key, new byte[] {1}))
                        .get(30, TimeUnit.SECONDS);
            }
            assertThat(probe.await(4)).hasSize(4);
            assertThat(probe.readToEnd()).hasSize(4);
            assertThat(probe.await(1, record -> "c".equals(record.key()))).hasSize(1);
        }
    }

    @Test
    void letsTheTestsOwnPropertiesGoFirst() {
        assertThat(environment.getProperty("carillon.redis.url"))
                .isEqualTo("redis://the-test-says:1");
        assertThat(environment.getProperty("carillon.mode")).isEqualTo("local");
        assertThat(environment.getProperty("carillon.security.secret"))
                .isEqualTo(TestTokens.SECRET);
    }
}
