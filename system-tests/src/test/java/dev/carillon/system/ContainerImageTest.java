package dev.carillon.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What must hold in `deploy/images`, read as files: no Docker is needed. `./carillon images --check` builds and runs
/// them.
class ContainerImageTest {
    private static final Path ROOT =
            Path.of(System.getProperty("carillon.root", "..")).toAbsolutePath().normalize();
    private static final List<String> SERVICES =
            List.of(
                    "notification-api",
                    "notification-processor",
                    "email-service",
                    "realtime-gateway",
                    "digest-scheduler");

    @Test
    void runsAsAUserOfItsOwnThatIsToldToStop() throws IOException {
        List<String> last = lastStage();

        assertThat(last.stream().filter(line -> line.startsWith("USER")))
                .containsExactly("USER 10001:10001");
        assertThat(last.stream().filter(line -> line.startsWith("ENTRYPOINT")))
                .as("no shell stands between the signal and Java")
                .singleElement()
                .asString()
                .startsWith("ENTRYPOINT [\"java\", ")
                .contains("-XX:AOTCache=/app/app.aot")
                .contains("-XX:InitialRAMPercentage=25")
                .endsWith("\"-jar\", \"/app/service.jar\"]");
        assertThat(last).noneMatch(line -> line.startsWith("CMD "));
    }

    @Test
    void takesMemoryFromTheContainerAndReportsReadiness() throws IOException {
        List<String> last = lastStage();

        assertThat(last).anyMatch(line -> line.contains("-XX:MaxRAMPercentage="));
        assertThat(last)
                .anyMatch(line ->
                        line.startsWith("HEALTHCHECK") && line.endsWith("CMD [\"healthy\"]"));
        assertThat(read("deploy/images/healthy")).contains("GET /actuator/health/readiness");
        assertThat(read("deploy/images/jvm.options")).doesNotContain("-Xmx", "MaxRAM");
    }

    @Test
    void saysWhatItIs() throws IOException {
        String last = String.join("\n", lastStage());

        for (String label : List.of("title", "version", "revision", "source", "licenses")) {
            assertThat(last).contains("org.opencontainers.image." + label + "=");
        }
        assertThat(last).contains("/app/sbom.cdx.json").contains("COPY LICENSE /app/");
    }

    @Test
    void sendsOnlyWhatItCopiesToTheBuilder() throws IOException {
        List<String> ignored = read(".dockerignore").lines().toList();

        assertThat(ignored).contains("*");
        for (String service : SERVICES) {
            assertThat(ignored)
                    .contains(
                            "!" + service + "/target/" + service + "-*.jar",
                            "!" + service + "/target/classes/META-INF/sbom/application.cdx.json");
        }
    }

    @Test
    void needsNoBuilderThatMustBePulled() throws IOException {
        assertThat(dockerfile())
                .noneMatch(line -> line.startsWith("# syntax="))
                .noneMatch(line -> line.contains("--mount="))
                .noneMatch(line -> line.startsWith("ADD "));
    }

    private static List<String> lastStage() throws IOException {
        List<String> lines = dockerfile();
        int from = 0;
        for (int at = 0; at < lines.size(); at++) {
            if (lines.get(at).startsWith("FROM ")) {
                from = at;
            }
        }
        assertThat(lines.get(from)).isEqualTo("FROM ${RUNTIME}");
        return lines.subList(from, lines.size());
    }

    private static List<String> dockerfile() throws IOException {
        return read("deploy/images/Dockerfile").lines().toList();
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }
}
