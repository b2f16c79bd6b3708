package dev.carillon.gateway;

import dev.carillon.events.Topics;
import dev.carillon.gateway.action.ClientActions;
import dev.carillon.gateway.connection.Connections;
import dev.carillon.gateway.connection.MonotonicTime;
import dev.carillon.gateway.delivered.FirstDeliveries;
import dev.carillon.gateway.drain.Drain;
import dev.carillon.gateway.fanout.ChangeRecords;
import dev.carillon.gateway.fanout.ChangeSource;
import dev.carillon.gateway.fanout.Fanout;
import dev.carillon.gateway.fanout.KafkaChangeSource;
import dev.carillon.gateway.http.Admissions;
import dev.carillon.gateway.http.PublicServer;
import dev.carillon.gateway.http.Routes;
import dev.carillon.gateway.publish.AsyncPublisher;
import dev.carillon.gateway.redis.RedisLink;
import dev.carillon.gateway.replay.RecentWindow;
import dev.carillon.gateway.settings.GatewaySettings;
import dev.carillon.gateway.statistics.ConnectionStatistics;
import dev.carillon.gateway.statistics.Revocations;
import dev.carillon.gateway.ticket.Tickets;
import dev.carillon.platform.config.CarillonProperties;
import dev.carillon.platform.kafka.ConsumerLag;
import dev.carillon.platform.kafka.TopicNames;
import dev.carillon.platform.kafka.UsedTopics;
import dev.carillon.platform.redis.RedisSettings;
import dev.carillon.platform.security.AccessRules;
import dev.carillon.platform.security.TokenVerifier;
import dev.carillon.platform.web.AllowedOrigins;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Creates the gateway's parts.
@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {
    @Bean
    UsedTopics usedTopics() {
        return UsedTopics.of(
                Topics.INBOX_CHANGES, Topics.ANNOUNCEMENTS, Topics.CLIENT_ACTIONS, Topics.TIMELINE);
    }

    /// Spring's web server serves only health and metrics, and only on the management port.
    @Bean
    AccessRules accessRules() {
        return AccessRules.builder().build();
    }

    @Bean
    @ConditionalOnMissingBean
    MonotonicTime monotonicTime() {
        return MonotonicTime.ofSystem();
    }

    @Bean
    RandomGenerator gatewayRandom() {
        return new java.security.SecureRandom();
    }

    @Bean
    RecentWindow recentWindow(GatewaySettings settings) {
        return new RecentWindow(
                settings.window().bytes().toBytes(),
                Duration.ofMinutes(settings.window().minutes()).toMillis());
    }

    @Bean
    AsyncPublisher asyncPublisher(
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            TopicNames topicNames,
            MeterRegistry meterRegistry) {
        var producer = kafka.buildProducerProperties();
        producer.put("bootstrap.servers", connection.getProducer().getBootstrapServers());
        return new AsyncPublisher(producer, topicNames, meterRegistry);
    }

    @Bean
    ClientActions clientActions(
            AsyncPublisher publisher,
            GatewaySettings settings,
            CarillonProperties carillon,
            Clock clock) {
        return new ClientActions(
                publisher.lane("actions", settings.publish().actions()), clock, carillon.source());
    }

    @Bean
    FirstDeliveries firstDeliveries(
            AsyncPublisher publisher,
            GatewaySettings settings,
            CarillonProperties carillon,
            Clock clock) {
        return new FirstDeliveries(
                publisher.gatheringLane("deliveries", settings.publish().deliveries()),
                clock,
                carillon.source());
    }

    @Bean
    Connections connections(
            GatewaySettings settings,
            RecentWindow window,
            ClientActions actions,
            FirstDeliveries firstDeliveries,
            MeterRegistry meterRegistry,
            MonotonicTime time,
            Clock clock,
            RandomGenerator random) {
        return new Connections(
                settings, window, actions, firstDeliveries, meterRegistry, time, clock, random);
    }

    @Bean
    Fanout fanout(
            RecentWindow window,
            Connections connections,
            Clock clock,
            MeterRegistry meterRegistry) {
        return new Fanout(window, connections, clock, meterRegistry);
    }

    @Bean(destroyMethod = "")
    ChangeSource changeSource(
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            TopicNames topicNames,
            GatewaySettings settings,
            MeterRegistry meterRegistry,
            Clock clock) {
        var consumer = kafka.buildConsumerProperties();
        consumer.put("bootstrap.servers", connection.getConsumer().getBootstrapServers());
        KafkaChangeSource source =
                new KafkaChangeSource(
                        consumer,
                        new KafkaChangeSource.Settings(
                                topicNames.of(Topics.INBOX_CHANGES),
                                topicNames.of(Topics.ANNOUNCEMENTS),
                                settings.window().bytes().toBytes(),
                                Duration.ofMinutes(settings.window().minutes())),
                        new ChangeRecords(meterRegistry),
                        clock);
        for (String topic : List.of(Topics.INBOX_CHANGES, Topics.ANNOUNCEMENTS)) {
            String full = topicNames.of(topic);
            ConsumerLag.gauge(meterRegistry, "realtime-gateway", full, () -> source.lag(full));
        }
        return source;
    }

    @Bean(destroyMethod = "")
    RedisLink redisLink(RedisSettings settings) {
        return new RedisLink(settings.url());
    }

    @Bean
    Tickets tickets(RedisLink redis, Clock clock, GatewaySettings settings) {
        return new Tickets(redis, clock, settings.ticketLifetime());
    }

    @Bean(destroyMethod = "")
    ConnectionStatistics connectionStatistics(
            RedisLink redis, Connections connections, GatewaySettings settings, Clock clock) {
        return new ConnectionStatistics(
                redis, connections, ReplicaName.of(settings.replica()), clock);
    }

    @Bean
    Revocations revocations(RedisLink redis, Connections connections) {
        return new Revocations(redis, connections);
    }

    @Bean
    Drain drain(Connections connections, GatewaySettings settings, RandomGenerator random) {
        return new Drain(connections, settings.drain(), random);
    }

    @Bean
    Routes routes(Tickets tickets, ConnectionStatistics statistics, Revocations revocations) {
        return new Routes(tickets, statistics, revocations);
    }

    @Bean
    PublicServer publicServer(
            GatewaySettings settings,
            Routes routes,
            TokenVerifier tokens,
            Tickets tickets,
            RedisLink redis,
            Connections connections,
            ChangeSource source,
            Drain drain,
            AllowedOrigins origins,
            MeterRegistry meterRegistry) {
        return new PublicServer(
                settings,
                routes,
                new Admissions(tokens, tickets, redis, connections, source, drain),
                connections,
                tokens,
                origins,
                meterRegistry);
    }
}
