package dev.carillon.processor.intake;

import dev.carillon.events.ErrorCode;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.processor.ProcessorProperties;
import dev.carillon.processor.outbound.GiveUp;
import dev.carillon.processor.outbound.Outbound;
import dev.carillon.processor.outbound.PublishOutbound;
import dev.carillon.processor.reference.Patience;
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
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Processes batches of records. A method returns only after the broker acknowledged every record that follows
/// from the batch: then its offsets may be committed. It throws only for infrastructure faults; Kafka then
/// delivers the batch again.
@Component
class Intake {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final RuleBooks books;
    private final TakeDomainEvents events;
    private final TakeRequests requests;
    private final DecideNotifications decisions;
    private final PublishOutbound publish;
    private final GiveUp giveUp;
    private final IntakeMeters meters;
    private final Clock clock;
    private final ProcessorProperties properties;

    Intake(
            RuleBooks books,
            TakeDomainEvents events,
            TakeRequests requests,
            DecideNotifications decisions,
            PublishOutbound publish,
            GiveUp giveUp,
            IntakeMeters meters,
            Clock clock,
            ProcessorProperties properties) {
        this.books = books;
        this.events = events;
        this.requests = requests;
        this.decisions = decisions;
        this.publish = publish;
        this.giveUp = giveUp;
        this.meters = meters;
        this.clock = clock;
        this.properties = properties;
    }

    void domainEvents(List<ConsumerRecord<String, byte[]>> records) {
        Instant now = clock.instant();
        RuleBook book = books.current();
        Run run = new Run(Duration.ZERO, Patience.NONE);
        long ruled = 0;
        for (ConsumerRecord<String, byte[]> record : records) {
            long start = System.nanoTime();
            List<Candidate> candidates =
                    run.orDeadLetter(record, now, () -> events.take(record, book, now, run.out));
            ruled += System.nanoTime() - start;
            candidates.forEach(run::add);
        }
        meters.ruled(ruled);
        run.end();
        meters.done(records, clock.instant());
    }

    void requests(List<ConsumerRecord<String, byte[]>> records) {
        Instant now = clock.instant();
        Outbound unread = new Outbound();
        List<TakeRequests.Read> read = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            read.add(requests.read(record, now, unread));
        }
        publish(unread);
        long start = System.nanoTime();
        Patience patience = new Patience(properties.referenceWait());
        RuleBook book = books.current();
        boolean waited = false;
        while (!isCurrent(book, read) && !patience.isOver()) {
            waited = true;
            LockSupport.parkNanos(PAUSE);
            book = books.current();
        }
        RuleBook current = book;
        Run run =
                new Run(
                        waited ? Duration.ofNanos(System.nanoTime() - start) : Duration.ZERO,
                        patience);
        for (TakeRequests.Read one : read) {
            run.orDeadLetter(
                            one.record(),
                            now,
                            () -> requests.candidates(one, current, now, run.out))
                    .forEach(run::add);
        }
        run.end();
        meters.done(records, clock.instant());
    }

    /// A batch in progress. Each portion is decided, committed and acknowledged by the broker before the next one
    /// starts. After a crash between two portions the batch is delivered again, and the decisions of the first portion
    /// are found in the database.
    private final class Run {
        private final Duration typeWaited;
        private final Patience patience;
        private final Portions portions = new Portions();
        private Outbound out = new Outbound();

        Run(Duration typeWaited, Patience patience) {
            this.typeWaited = typeWaited;
            this.patience = patience;
        }

        /// Turns a failure into a dead letter. Evaluating a record uses no infrastructure, so a failure is caused by
        /// the record itself and would happen again on every retry.
        List<Candidate> orDeadLetter(
                ConsumerRecord<String, byte[]> record,
                Instant now,
                Supplier<List<Candidate>> taking) {
            try {
                return taking.get();
            } catch (RuntimeException poison) {
                log.error(
                        "cannot evaluate the record at {}-{}@{}; storing a dead letter",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        poison);
                meters.ended("failed");
                giveUp.giveUp(
                        record,
                        EventLimits.reference(record),
                        DeadLetterFacts.of(
                                ErrorCode.UNDECIDABLE,
                                "the record cannot be evaluated: "
                                        + poison.getClass().getSimpleName()),
                        now,
                        out);
                return List.of();
            }
        }

        void add(Candidate candidate) {
            if (portions.add(candidate)) {
                end();
            }
        }

        void end() {
            decisions.decide(portions.take(), typeWaited, patience, out);
            publish(out);
            out = new Outbound();
        }
    }

    private static boolean isCurrent(RuleBook book, List<TakeRequests.Read> read) {
        return read.stream()
                .allMatch(one ->
                        one.request() == null || TakeRequests.isCurrent(book, one.request()));
    }

    private void publish(Outbound out) {
        long start = System.nanoTime();
        publish.publish(out);
        meters.published(System.nanoTime() - start);
    }
}
