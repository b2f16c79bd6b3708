package dev.carillon.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// What must hold in `docker-compose.yml`, read as a file: no Docker is needed. `./carillon images --check` runs it for
/// real.
class ComposeFileTest {
    private static final Path ROOT =
            Path.of(System.getProperty("carillon.root", "..")).toAbsolutePath().normalize();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?::-([^}]*))?}");
    private static final Set<String> CARILLON =
            Set.of(
                    "notification-api",
                    "notification-processor",
                    "email-service",
                    "realtime-gateway",
                    "digest-scheduler");

    private final String text = read("docker-compose.yml");
    private final Map<String, Object> file = new Yaml().load(text);
    private final Map<String, Map<String, Object>> services = services();

    @Test
    void runsTheFiveServicesAndTheirServers() {
        assertThat(file).containsEntry("name", "carillon");
        assertThat(services.keySet())
                .containsAll(CARILLON)
                .contains("kafka", "postgres", "redis", "prometheus", "grafana", "mail-catcher");
        assertThat(services.get("prometheus").get("profiles")).isEqualTo(List.of("observability"));
        assertThat(services.get("grafana").get("profiles")).isEqualTo(List.of("observability"));
        assertThat(services.get("mail-catcher").get("profiles")).isEqualTo(List.of("smtp"));
    }

    @Test
    void pinsEveryImageAndTakesOursInTheVersionOfThisBuild() {
        String version = version();
        services.forEach((name, service) -> {
            String image = withDefaults(String.valueOf(service.get("image")));
            assertThat(image).as(name).matches("[a-z0-9./-]+:v?[0-9][A-Za-z0-9._-]*");
            if (CARILLON.contains(name)) {
                assertThat(image).isEqualTo("carillon/" + name + ":" + version);
                assertThat(service.get("pull_policy"))
                        .as("nobody's image of the same name is pulled in place of ours")
                        .isEqualTo("${CARILLON_PULL_POLICY:-never}");
            }
        });
    }

    @Test
    void publishesPortsOnTheLoopbackOnly() {
        services.forEach((name, service) -> {
            assertThat(list(service, "ports"))
                    .as(name)
                    .allMatch(port -> port.matches("127\\.0\\.0\\.1:\\$\\{[A-Z_]+:-\\d+}:\\d+"));
            assertThat(service.get("network_mode")).as(name).isNotEqualTo("host");
        });
        assertThat(services.get("postgres")).doesNotContainKey("ports");
        assertThat(services.get("redis")).doesNotContainKey("ports");
    }

    @Test
    void hardensEveryContainer() {
        services.forEach((name, service) -> {
            assertThat(service).as(name).containsEntry("read_only", true);
            assertThat(service).as(name).containsEntry("cap_drop", List.of("ALL"));
            assertThat(service)
                    .as(name)
                    .containsEntry("security_opt", List.of("no-new-privileges:true"));
            assertThat(service).as(name).doesNotContainKeys("privileged", "cap_add");
        });
    }

    @Test
    void checksTheHealthOfWhatStaysAndAwaitsWhatEnds() {
        Set<String> ending =
                services.values().stream()
                        .map(service -> map(service.get("depends_on")))
                        .flatMap(needed -> needed.entrySet().stream())
                        .filter(one ->
                                "service_completed_successfully"
                                        .equals(map(one.getValue()).get("condition")))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
        assertThat(ending).containsExactly("secrets");
        services.forEach((name, service) -> {
            Map<String, Object> check = map(service.get("healthcheck"));
            if (ending.contains(name)) {
                assertThat(check).as(name).containsEntry("disable", true);
            } else {
                assertThat(list(check, "test")).as(name).first().isEqualTo("CMD");
                assertThat(check).as(name).containsKeys("interval", "timeout", "retries");
                assertThat(service).as(name).containsKey("mem_limit");
            }
        });
    }

    @Test
    void holdsNoSecret() {
        Pattern secret = Pattern.compile("(?i)password|passwd|secret|token|api_?key");
        services.forEach((name, service) ->
                environment(service)
                        .forEach((key, value) -> {
                            if (secret.matcher(key).find()) {
                                assertThat(
                                                value == null
                                                        || value.toString()
                                                                .startsWith("/run/carillon/"))
                                        .as("%s of %s is a file, or comes from outside", key, name)
                                        .isTrue();
                            }
                        }));
        assertThat(read(".env.example").lines().filter(line -> secret.matcher(line).find()))
                .allMatch(line -> line.startsWith("# ") || line.endsWith("="));
        assertThat(read(".gitignore").lines()).contains(".env");
    }

    @Test
    void documentsEveryVariableWithItsDefault() {
        Map<String, String> used = new TreeMap<>();
        VARIABLE.matcher(text)
                .results()
                .forEach(match ->
                        used.put(match.group(1), Objects.requireNonNullElse(match.group(2), "")));
        services.values()
                .forEach(service ->
                        environment(service)
                                .forEach((key, value) -> {
                                    if (value == null) {
                                        used.put(key, "");
                                    }
                                }));
        Map<String, String> documented = new TreeMap<>();
        Pattern.compile("(?m)^#([A-Z_]+)=(.*)$")
                .matcher(read(".env.example"))
                .results()
                .forEach(match -> documented.put(match.group(1), match.group(2)));
        assertThat(documented).isEqualTo(used);
    }

    @Test
    void keepsWhatWasAcknowledged() {
        assertThat(list(services.get("postgres"), "command"))
                .contains("fsync=on", "synchronous_commit=on", "wal_level=logical");
        assertThat(String.join(" ", list(services.get("redis"), "command")))
                .contains("--appendonly yes --appendfsync everysec")
                .contains("--maxmemory-policy noeviction");
        assertThat(environment(services.get("kafka")))
                .containsEntry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .containsEntry("KAFKA_LOG_DIRS", "/var/lib/kafka/data")
                .containsEntry("KAFKA_GROUP_CONSUMER_SESSION_TIMEOUT_MS", 6000)
                .containsEntry("KAFKA_GROUP_CONSUMER_MIN_SESSION_TIMEOUT_MS", 6000);
        assertThat(volumes("kafka")).contains("kafka:/var/lib/kafka/data");
        assertThat(volumes("postgres")).contains("postgres:/var/lib/postgresql");
        assertThat(volumes("redis")).contains("redis:/data");
    }

    @Test
    void mountsOnlyFilesOfTheProject() {
        Set<String> missing = new TreeSet<>();
        services.keySet().stream()
                .flatMap(name -> volumes(name).stream())
                .map(ComposeFileTest::withDefaults)
                .filter(volume -> volume.startsWith("."))
                .peek(volume -> assertThat(volume).endsWith(":ro"))
                .map(volume -> volume.substring(0, volume.indexOf(':')))
                .filter(path -> !Files.exists(ROOT.resolve(path)))
                .forEach(missing::add);
        assertThat(missing).isEmpty();
    }

    @Test
    void scrapesEveryServiceOnItsManagementPort() {
        Map<String, Object> prometheus = new Yaml().load(read("deploy/compose/prometheus.yml"));
        assertThat(prometheus.get("scrape_configs").toString())
                .contains(
                        "notification-api:9080, notification-processor:9081, email-service:9082,"
                                + " realtime-gateway:9083, digest-scheduler:9084");
    }

    private Map<String, Map<String, Object>> services() {
        Map<String, Map<String, Object>> all = new TreeMap<>();
        map(file.get("services")).forEach((name, service) -> all.put(name, map(service)));
        return all;
    }

    private static Map<String, @Nullable Object> environment(Map<String, Object> service) {
        return map(service.get("environment"));
    }

    private List<String> volumes(String service) {
        return list(services.get(service), "volumes");
    }

    private static List<String> list(Map<String, Object> of, String key) {
        return of.get(key) instanceof List<?> values
                ? values.stream().map(String::valueOf).toList()
                : List.of();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    private static String withDefaults(String text) {
        return VARIABLE.matcher(text)
                .replaceAll((MatchResult match) -> Objects.requireNonNullElse(match.group(2), ""));
    }

    private static String version() {
        return Stream.of(read("pom.xml"))
                .flatMap(pom ->
                        Pattern.compile("<artifactId>carillon</artifactId>\\s*<version>([^<]+)<")
                                .matcher(pom)
                                .results())
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException missing) {
            throw new java.io.UncheckedIOException(missing);
        }
    }
}
