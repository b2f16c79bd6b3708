package dev.carillon.chaos;

import dev.carillon.chaos.proxy.Direction;
import dev.carillon.chaos.proxy.ExactPoint;
import dev.carillon.chaos.proxy.Server;
import dev.carillon.chaos.proxy.Wires;
import dev.carillon.drive.RedisServer;
import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// The faults. After each one everything runs again; a fault returns a description of what it did.
enum Fault {
    KILL_SERVICE {
        @Override
        String strike(Run run, Random random) {
            return kill(run, random, anyService(random));
        }
    },
    STOP_SERVICE {
        @Override
        String strike(Run run, Random random) {
            String name = anyService(random);
            run.stack().stop(name);
            return restarted(run, random, "SIGTERM ", name);
        }
    },
    FREEZE_SERVICE {
        @Override
        String strike(Run run, Random random) {
            return freeze(run, random, anyService(random), 5, 20);
        }
    },
    KILL_SERVER {
        @Override
        String strike(Run run, Random random) {
            return kill(run, random, any(SERVERS, random));
        }
    },
    FREEZE_SERVER {
        @Override
        String strike(Run run, Random random) {
            return freeze(run, random, any(SERVERS, random), 3, 10);
        }
    },
    FLUSH_REDIS {
        @Override
        String strike(Run run, Random random) {
            new RedisServer(run.stack()).flush();
            return "redis flushed";
        }
    },
    DROP_SLOT {
        @Override
        String strike(Run run, Random random) {
            List<String> slots =
                    run.database()
                            .all(
                                    "select slot_name from pg_replication_slots",
                                    row -> row.getString(1));
            slots.forEach(slot -> dropSlot(run, slot));
            return "replication slots dropped: " + slots;
        }
    },
    REWIND_OFFSETS {
        @Override
        String strike(Run run, Random random) {
            Map.Entry<String, Service> chosen = any(groups(run), random);
            String group = chosen.getKey();
            Service service = chosen.getValue();
            List<String> replicas =
                    IntStream.rangeClosed(1, Run.REPLICAS)
                            .mapToObj(replica -> Stack.nameOf(service, replica))
                            .toList();
            replicas.forEach(run.stack()::stop);
            run.log().rewind(group);
            replicas.forEach(run.stack()::restart);
            return "offsets of " + group + " reset to the start";
        }
    },
    PUBLISH_AGAIN {
        @Override
        String strike(Run run, Random random) {
            int events = run.book().events().size();
            run.load().publishAllAgain();
            return events + " events published again";
        }
    },
    DROP_CLIENTS {
        @Override
        String strike(Run run, Random random) {
            run.bells()
                    .forEach(bell -> {
                        if (random.nextBoolean()) {
                            bell.drop();
                        }
                    });
            return "about half of the sockets closed";
        }
    },
    REQUEUE_DEAD_LETTERS {
        @Override
        String strike(Run run, Random random) {
            return new Requeue(run).byTwoAtOnce();
        }
    },
    CUT_MAILS {
        @Override
        String strike(Run run, Random random) {
            int mails = 1 + random.nextInt(2);
            run.sink().cutNext(mails);
            return "the mail server accepts " + mails + " emails and then closes the connection";
        }
    },
    CUT_CONNECTIONS {
        @Override
        String strike(Run run, Random random) {
            Wires wires = any(run.wires(), random);
            Server server = any(BEHIND_PROXIES, random);
            wires.to(server).cut();
            return "connections of " + wires.process() + " to " + server + " cut";
        }
    },
    SLOW_CONNECTIONS {
        @Override
        String strike(Run run, Random random) {
            Wires wires = any(run.wires(), random);
            Server server = any(BEHIND_PROXIES, random);
            Duration latency = Duration.ofMillis(5 + random.nextInt(200));
            int kilobytes = 20 + random.nextInt(500);
            for (Direction direction : Direction.values()) {
                wires.to(server).slow(direction, latency, kilobytes * 1024);
            }
            return healed(
                    run,
                    wires,
                    server,
                    random,
                    "slow by %d ms and %d KB/s".formatted(latency.toMillis(), kilobytes));
        }
    },
    HALF_OPEN_CONNECTIONS {
        @Override
        String strike(Run run, Random random) {
            Wires wires = any(run.wires(), random);
            Server server = any(BEHIND_PROXIES, random);
            boolean hears = random.nextInt(3) == 0;
            boolean isHeard = !hears && random.nextInt(2) == 0;
            if (!hears) {
                wires.to(server).swallow(Direction.TO_CLIENT);
            }
            if (!isHeard) {
                wires.to(server).swallow(Direction.TO_SERVER);
            }
            return healed(
                    run,
                    wires,
                    server,
                    random,
                    hears ? "losing requests" : isHeard ? "losing answers" : "losing all bytes");
        }
    },
    ROLL {
        @Override
        String strike(Run run, Random random) {
            return run.rollout().roll();
        }
    },
    EXACT_POINT {
        @Override
        String strike(Run run, Random random) {
            Wires wires = any(run.wires(), random);
            ExactPoint point = any(Points.of(wires.service()), random);
            try (Wires.Armed armed = wires.killAt(point, run.stack())) {
                long end = System.nanoTime() + PATIENCE.toNanos();
                while (!armed.isHit() && System.nanoTime() < end) {
                    Load.pause(Duration.ofMillis(20).toNanos());
                }
            }
            if (run.stack().isAlive(wires.process())) {
                return wires.process() + " did not reach the point " + point;
            }
            return restarted(run, random, KILLED_AT + point + ": ", wires.process());
        }
    };

    /// The beginning of the description of a fault at an exact point.
    static final String KILLED_AT = "kill -9 exactly ";

    private static final List<Server> BEHIND_PROXIES =
            List.of(Server.KAFKA, Server.POSTGRES, Server.REDIS);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final List<String> SERVERS = List.of("kafka", "postgres", "redis");

    /// Causes the fault, and returns when the stack has recovered.
    abstract String strike(Run run, Random random);

    String title() {
        return Options.title(this);
    }

    private static String anyService(Random random) {
        Service service = any(List.of(Service.values()), random);
        return Stack.nameOf(service, random.nextInt(Run.REPLICAS) + 1);
    }

    /// All consumer groups that have committed offsets, with their services.
    private static List<Map.Entry<String, Service>> groups(Run run) {
        List<Map.Entry<String, Service>> groups = new ArrayList<>();
        for (String group : run.log().groups()) {
            for (Service service : Service.values()) {
                if (group.startsWith(service.title() + ".")) {
                    groups.add(Map.entry(group, service));
                }
            }
        }
        return groups;
    }

    private static <T> T any(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    private static String kill(Run run, Random random, String name) {
        run.stack().kill(name);
        return restarted(run, random, "kill -9 ", name);
    }

    private static String restarted(Run run, Random random, String what, String name) {
        pause(random, 0, 3);
        run.stack().restart(name);
        return what + name;
    }

    /// Disconnects the consumer of the slot and drops the slot; repeats until it is dropped before a
    /// consumer reconnects.
    private static void dropSlot(Run run, String slot) {
        while (run.database()
                        .number(
                                "select count(*) from pg_replication_slots where slot_name = ?",
                                slot)
                > 0) {
            run.database()
                    .all(
                            "select pg_terminate_backend(active_pid) from pg_replication_slots"
                                    + " where slot_name = ? and active_pid is not null",
                            row -> row.getBoolean(1),
                            slot);
            try {
                run.database().all("select pg_drop_replication_slot(?)", row -> 1, slot);
            } catch (IllegalStateException active) {
                Load.pause(Duration.ofMillis(10).toNanos());
            }
        }
    }

    private static String freeze(Run run, Random random, String name, int least, int most) {
        Instant from = Instant.now();
        run.stack().signal(name, "STOP");
        int seconds = pause(random, least, most);
        run.stack().signal(name, "CONT");
        run.book().froze(from, Duration.between(from, Instant.now()));
        return "SIGSTOP " + name + " for " + seconds + " s";
    }

    /// A process that receives nothing from its servers counts as frozen.
    private static String healed(Run run, Wires wires, Server server, Random random, String how) {
        Instant from = Instant.now();
        int seconds = pause(random, 3, 12);
        wires.to(server).heal();
        run.book().froze(from, Duration.between(from, Instant.now()));
        return "connections of %s to %s %s for %d s"
                .formatted(wires.process(), server, how, seconds);
    }

    private static int pause(Random random, int least, int most) {
        int seconds = least + random.nextInt(most - least + 1);
        Load.pause(Duration.ofSeconds(seconds).toNanos());
        return seconds;
    }
}
