package dev.carillon.chaos;

import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// What may happen to a stack. Each ends with everything running again; what it did is told in words.
enum Fault {
    KILL_SERVICE {
        @Override
        String strike(Run run, Random random) {
            String name = anyService(random);
            run.stack().kill(name);
            pause(random, 0, 3);
            run.stack().restart(name);
            return "kill -9 " + name;
        }
    },
    STOP_SERVICE {
        @Override
        String strike(Run run, Random random) {
            String name = anyService(random);
            run.stack().stop(name);
            pause(random, 0, 3);
            run.stack().restart(name);
            return "SIGTERM " + name;
        }
    },
    FREEZE_SERVICE {
        @Override
        String strike(Run run, Random random) {
            String name = anyService(random);
            return freeze(run, random, name, 5, 20);
        }
    },
    KILL_SERVER {
        @Override
        String strike(Run run, Random random) {
            String name = any(SERVERS, random);
            run.stack().kill(name);
            pause(random, 0, 3);
            run.stack().restart(name);
            return "kill -9 " + name;
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
            String[] address = run.stack().redis().replace("redis://", "").split(":", -1);
            try (Socket redis = new Socket(address[0], Integer.parseInt(address[1]))) {
                redis.setSoTimeout(5_000);
                redis.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
                byte[] answer = redis.getInputStream().readNBytes(5);
                return "redis flushed: " + new String(answer, StandardCharsets.US_ASCII).strip();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },
    DROP_SLOT {
        @Override
        String strike(Run run, Random random) {
            return "replication slots dropped: " + run.database().dropSlots();
        }
    },
    REWIND_OFFSETS {
        @Override
        String strike(Run run, Random random) {
            Map.Entry<String, Service> chosen = any(List.copyOf(GROUPS.entrySet()), random);
            String group = chosen.getKey();
            Service service = chosen.getValue();
            for (int replica = 1; replica <= Run.REPLICAS; replica++) {
                run.stack().stop(Stack.nameOf(service, replica));
            }
            run.log().rewind(group);
            for (int replica = 1; replica <= Run.REPLICAS; replica++) {
                run.stack().restart(Stack.nameOf(service, replica));
            }
            return "offsets of " + group + " set back to the start";
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
            return "about half of the sockets cut";
        }
    };

    private static final List<String> SERVERS = List.of("kafka", "postgres", "redis");
    private static final Map<String, Service> GROUPS =
            new TreeMap<>(
                    Map.of(
                            "notification-processor.domain-events", Service.PROCESSOR,
                            "notification-api.inbox", Service.API,
                            "email-service.email", Service.EMAIL,
                            "digest-scheduler.deferrals", Service.DIGEST));

    /// Strikes, and returns when the stack is whole again.
    abstract String strike(Run run, Random random);

    String title() {
        return Options.title(this);
    }

    private static String anyService(Random random) {
        Service service = any(List.of(Service.values()), random);
        return Stack.nameOf(service, random.nextInt(Run.REPLICAS) + 1);
    }

    private static <T> T any(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    private static String freeze(Run run, Random random, String name, int least, int most) {
        run.stack().signal(name, "STOP");
        int seconds = pause(random, least, most);
        run.stack().signal(name, "CONT");
        return "SIGSTOP " + name + " for " + seconds + " s";
    }

    private static int pause(Random random, int least, int most) {
        int seconds = least + random.nextInt(most - least + 1);
        Load.pause(Duration.ofSeconds(seconds).toNanos());
        return seconds;
    }
}
