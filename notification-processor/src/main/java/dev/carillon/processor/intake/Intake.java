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

/// Takes a batch in and returns when everything that follows from it was acknowledged by the broker: only then may its offsets
/// be committed. Throws for faults of the infrastructure alone; the batch comes again then.
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
                    run.orGiveUp(record, now, () -> events.take(record, book, now, run.out));
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
            run.orGiveUp(one.record(), now, () -> requests.candidates(one, current, now, run.out))
                    .forEach(run::add);
        }
        run.end();
        meters.done(records, clock.instant());
    }

    /// A batch on its way: each portion is decided, committed and acknowledged by the broker before the next. A crash between
    /// two of them brings the batch again, and finds the first decided.
    private final class Run {
        private final Duration typeWaited;
        private final Patience patience;
        private final Portions portions = new Portions();
        private Outbound out = new Outbound();

        Run(Duration typeWaited, Patience patience) {
            this.typeWaited = typeWaited;
            this.patience = patience;
        }

        /// Nothing of the infrastructure is asked in taking a record, so whatever that trips over lies in the record, and would
        /// come again.
        List<Candidate> orGiveUp(
                ConsumerRecord<String, byte[]> record,
                Instant now,
                Supplier<List<Candidate>> taking) {
            try {
                return taking.get();
            } catch (RuntimeException poison) {
                log.error(
                        "the record at {}-{}@{} cannot be taken in",
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
                                "the record cannot be taken in: "
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
