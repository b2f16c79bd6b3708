package dev.carillon.local;

import dev.carillon.embedded.EmbeddedPostgres;
import dev.carillon.embedded.EmbeddedRedis;
import dev.carillon.embedded.ProcessGuard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How the three servers of a stack are started.
///
/// @param settings settings of the stack
/// @param guard ends them when the launcher dies
record Servers(StackSettings settings, ProcessGuard guard) {
    EmbeddedPostgres.Settings postgresSettings() {
        return new EmbeddedPostgres.Settings(
                settings.ports().postgres(), settings.data().resolve("postgres"), binaries());
    }

    private Path binaries() {
        return settings.builds().resolve("binaries");
    }

    Launch postgres() {
        return new Launch() {
            @Override
            public Process start() {
                return EmbeddedPostgres.start(postgresSettings(), guard).process();
            }

            @Override
            public String missing() {
                return Health.ofPort(settings.ports().postgres());
            }

            @Override
            public String stopSignal() {
                return "INT";
            }
        };
    }

    Launch redis() {
        EmbeddedRedis.Settings redis =
                new EmbeddedRedis.Settings(
                        settings.ports().redis(),
                        settings.data().resolve("redis"),
                        true,
                        binaries());
        return new Launch() {
            @Override
            public Process start() {
                return EmbeddedRedis.start(redis, guard).process();
            }

            @Override
            public String missing() {
                return Health.ofPort(settings.ports().redis());
            }
        };
    }

    Launch kafka(Installation installation) {
        List<String> command = new ArrayList<>();
        command.add(Jvm.java());
        command.addAll(Jvm.kafkaFlags(settings.compilation()));
        command.addAll(installation.cacheFlags());
        command.addAll(Preparation.kafkaProgram(installation));
        command.add(Integer.toString(settings.ports().kafka()));
        command.add(Integer.toString(settings.ports().kafkaController()));
        command.add(settings.data().resolve("kafka").toString());
        return new JavaLaunch(
                command,
                Map.of(),
                settings.data(),
                settings.log("kafka"),
                () -> Health.ofPort(settings.ports().kafka()),
                guard);
    }
}
