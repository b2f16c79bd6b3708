package dev.carillon.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the client's own tests and checks its types, with the Node that comes with the browser driver: none is needed
/// on the machine.
class BrowserClientTest {
    private static final Path NODE =
            Path.of(
                            Driver.ensureDriverInstalled(
                                            Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), false)
                                    .driverDir()
                                    .toString())
                    .resolve(
                            System.getProperty("os.name").startsWith("Windows")
                                    ? "node.exe"
                                    : "node");

    @Test
    void passesItsOwnTests() throws Exception {
        List<String> tests;
        try (Stream<Path> files = Files.list(Path.of("test"))) {
            tests = files.map(Path::toString).filter(name -> name.endsWith(".test.js")).toList();
        }
        assertThat(tests).isNotEmpty();

        Run run =
                node(
                        Stream.concat(Stream.of("--test", "--test-reporter=tap"), tests.stream())
                                .toList());

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(run.output()).contains("# fail 0").doesNotContain("# pass 0");
    }

    @Test
    void hasNoFaultOfTypes(@TempDir Path typescript) throws Exception {
        unpackTypeScript(typescript);

        Run run = node(List.of(typescript.resolve("tsc.js").toString(), "-p", "."));

        assertThat(run.exit()).as(run.output()).isZero();
    }

    private record Run(int exit, String output) {}

    private static Run node(List<String> arguments) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Stream.concat(Stream.of(NODE.toString()), arguments.stream())
                                        .toList())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    /// The compiler and the declarations of the language and the browser, as the WebJar holds them.
    private static void unpackTypeScript(Path directory) throws IOException {
        Properties jar = new Properties();
        ClassLoader loader = BrowserClientTest.class.getClassLoader();
        try (InputStream pom =
                loader.getResourceAsStream(
                        "META-INF/maven/org.webjars.npm/typescript/pom.properties")) {
            jar.load(pom);
        }
        String lib =
                "META-INF/resources/webjars/typescript/" + jar.getProperty("version") + "/lib/";
        var connection =
                (java.net.JarURLConnection) loader.getResource(lib + "tsc.js").openConnection();
        connection.setUseCaches(false);
        try (var archive = connection.getJarFile()) {
            for (var entry :
                    archive.stream().filter(each -> each.getName().startsWith(lib)).toList()) {
                String name = entry.getName().substring(lib.length());
                if (!name.isEmpty() && !name.contains("/")) {
                    try (InputStream in = archive.getInputStream(entry)) {
                        Files.copy(in, directory.resolve(name));
                    }
                }
            }
        }
    }
}
