package dev.carillon.processor.intake;

import dev.carillon.processor.ProcessorProperties;
import dev.carillon.processor.outbound.Outbound;
import dev.carillon.processor.outbound.PublishOutbound;
import dev.carillon.processor.routing.Candidate;
import dev.carillon.processor.routing.DecideNotifications;
import dev.carillon.processor.rule.RuleBook;
import dev.carillon.processor.rule.RuleBooks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;

/// Takes a batch in and returns when everything that follows from it was acknowledged by the broker: only then may its offsets
/// be committed. Throws for faults of the infrastructure alone; the batch comes again then.
@Component
class Intake {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final RuleBooks books;
    private final TakeDomainEvents events;
    private final TakeRequests requests;
    private final DecideNotifications decisions;
    private final PublishOutbound publish;
    private final IntakeMeters meters;
    private final Clock clock;
    private final Duration patience;

    Intake(
            RuleBooks books,
            TakeDomainEvents events,
            TakeRequests requests,
            DecideNotifications decisions,
            PublishOutbound publish,
            IntakeMeters meters,
            Clock clock,
            ProcessorProperties properties) {
        this.books = books;
        this.events = events;
        this.requests = requests;
        this.decisions = decisions;
        this.publish = publish;
        this.meters = meters;
        this.clock = clock;
        this.patience = properties.referenceWait();
    }

    void domainEvents(List<ConsumerRecord<String, byte[]>> records) {
        Instant now = clock.instant();
        RuleBook book = books.current();
        Outbound out = new Outbound();
        long start = System.nanoTime();
        List<Candidate> candidates = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            candidates.addAll(events.take(record, book, now, out));
        }
        meters.ruled(System.nanoTime() - start);
        decisions.decide(candidates, Duration.ZERO, out);
        publish(records, out);
    }

    void requests(List<ConsumerRecord<String, byte[]>> records) {
        Instant now = clock.instant();
        Outbound out = new Outbound();
        List<TakeRequests.Read> read = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            read.add(requests.read(record, now, out));
        }
        long start = System.nanoTime();
        RuleBook book = books.current();
        boolean waited = false;
        while (!isCurrent(book, read) && System.nanoTime() - start < patience.toNanos()) {
            waited = true;
            LockSupport.parkNanos(PAUSE);
            book = books.current();
        }
        Duration wait = waited ? Duration.ofNanos(System.nanoTime() - start) : Duration.ZERO;
        List<Candidate> candidates = new ArrayList<>();
        for (TakeRequests.Read one : read) {
            candidates.addAll(requests.candidates(one, book, now, out));
        }
        decisions.decide(candidates, wait, out);
        publish(records, out);
    }

    private static boolean isCurrent(RuleBook book, List<TakeRequests.Read> read) {
        return Thread.currentThread().isInterrupted()
                || read.stream()
                        .allMatch(one ->
                                one.request() == null
                                        || TakeRequests.isCurrent(book, one.request()));
    }

    private void publish(List<ConsumerRecord<String, byte[]>> records, Outbound out) {
        long start = System.nanoTime();
        publish.publish(out);
        meters.published(System.nanoTime() - start);
        meters.done(records, clock.instant());
    }
}
