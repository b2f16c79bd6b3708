package dev.carillon.api.type;

import dev.carillon.events.RecipientKey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Loads the types before the service accepts requests, and again whenever a file changes.
///
/// A missing directory fails the start. A faulty file does not: the types that it declared before stay in force, and
/// the fault is logged with file and line, counted, and shown in the health detail `types`. So one bad file neither
/// blocks a restart nor stays unnoticed.
@Component("typesHealthIndicator")
class KeepTypesCurrent implements SmartLifecycle, HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(KeepTypesCurrent.class);

    private final LoadTypes load;
    private final TypeFiles files;
    private final FileChanges changes = new FileChanges();
    private volatile List<FileFault> faults = List.of();
    private volatile long catalogueVersion;
    private volatile boolean running;

    KeepTypesCurrent(
            LoadTypes load, TypeSettings settings, DataSchemas schemas, MeterRegistry metrics) {
        this.load = load;
        this.files =
                new TypeFiles(
                        settings.directories(),
                        RecipientKey.DEFAULT_TENANT,
                        new TypeCompiler(schemas));
        Gauge.builder("carillon.types.faults", this, types -> types.faults.size())
                .description(
                        "Errors in files of notification types; their earlier versions stay in force")
                .register(metrics);
    }

    @Override
    public synchronized void start() {
        files.requireDirectories();
        load(true);
        running = true;
    }

    @Scheduled(fixedDelayString = "${carillon.types.reload-interval:250ms}")
    synchronized void reloadWhatChanged() {
        if (!running || !files.isConfigured()) {
            return;
        }
        try {
            if (changes.areSettled(files.fingerprint())) {
                load(false);
            }
        } catch (UncheckedIOException e) {
            report(
                    List.of(
                            new FileFault(
                                    "carillon.types.directories",
                                    1,
                                    "can't be read; all types stay in force: " + e.getMessage())));
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Before the web server, so that the first request finds the types.
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 8192;
    }

    @Override
    public Health health() {
        Health.Builder health = catalogueVersion > 0 ? Health.up() : Health.outOfService();
        health.withDetail("catalogue_version", catalogueVersion);
        if (!faults.isEmpty()) {
            health.withDetail("faults", faults.stream().map(FileFault::toString).toList());
        }
        return health.build();
    }

    private void load(boolean publishAll) {
        Map<String, String> looked = files.isConfigured() ? files.fingerprint() : Map.of();
        LoadTypes.Loaded loaded = load.load(files, RecipientKey.DEFAULT_TENANT, publishAll);
        changes.took(looked);
        catalogueVersion = loaded.catalogueVersion();
        log.info(
                "Types loaded: catalogue {}, changed {}, {} faults",
                loaded.catalogueVersion(),
                loaded.changed(),
                loaded.faults().size());
        report(loaded.faults());
    }

    private void report(List<FileFault> found) {
        if (!found.equals(faults)) {
            found.forEach(fault -> log.error("{}", fault));
        }
        faults = List.copyOf(found);
    }
}
