package dev.carillon.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.local.Service;
import dev.carillon.system.GuideBlocks.Block;
import dev.carillon.system.GuideBlocks.Step;
import dev.carillon.system.Terminal.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs every command of the README and the guides, in order, against a started stack. Each must succeed and print what
/// the page shows. The commands of a page share one bash, in a directory that links to the source tree, so that the
/// files they write stay out of it. Default ports on a page are replaced by those of the stack.
class GuidesIT {
    private static Path tree;

    @BeforeAll
    static void link() throws IOException {
        Path root = World.root().toAbsolutePath().normalize();
        tree = Files.createTempDirectory("carillon-guides");
        for (String name : List.of("carillon", "local-stack", "examples")) {
            Files.createSymbolicLink(tree.resolve(name), root.resolve(name));
        }
    }

    @AfterAll
    static void remove() throws IOException {
        try (Stream<Path> written = Files.list(tree)) {
            for (Path file : written.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(tree);
    }

    @TestFactory
    Stream<DynamicTest> everyCommandAnswersAsShown() throws IOException {
        Path root = World.root().toAbsolutePath().normalize();
        List<Path> pages = new ArrayList<>(List.of(root.resolve("README.md")));
        try (Stream<Path> guides = Files.list(root.resolve("docs/guides"))) {
            guides.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        pages.add(root.resolve("browser-client/README.md"));
        return pages.stream()
                .map(page ->
                        DynamicTest.dynamicTest(
                                root.relativize(page).toString(), () -> run(GuideBlocks.of(page))));
    }

    private static void run(List<Block> blocks) throws IOException {
        if (blocks.isEmpty()) {
            return;
        }
        String java = System.getProperty("java.home");
        Map<String, String> environment =
                Map.of(
                        "JAVA_HOME",
                        java,
                        "PATH",
                        Path.of(java, "bin") + ":" + System.getenv("PATH"),
                        "CARILLON_DIRECTORY",
                        World.stack().settings().directory().toString());
        try (Terminal terminal = new Terminal(tree, environment)) {
            for (Block block : blocks) {
                run(block, terminal);
            }
        }
    }

    private static void run(Block block, Terminal terminal) {
        if (block.skip().isPresent()) {
            skipped(block, block.skip().get());
        } else if (block.file().isPresent()) {
            write(tree.resolve(block.file().get()), String.join("\n", block.lines()) + "\n");
        } else if (block.needs().isPresent() && terminal.run(block.needs().get()).exit() != 0) {
            skipped(block, "not on this machine: " + block.needs().get());
        } else {
            List<Step> steps = GuideBlocks.steps(block);
            for (int at = 0; at < steps.size(); at++) {
                boolean codeIsShown =
                        at + 1 < steps.size() && steps.get(at + 1).command().equals("echo $?");
                run(block, steps.get(at), codeIsShown, terminal);
            }
        }
    }

    private static void run(Block block, Step step, boolean codeIsShown, Terminal terminal) {
        String command = toStack(step.command());
        if (block.until()) {
            await().untilAsserted(() -> check(block, step, codeIsShown, terminal.run(command)));
        } else {
            check(block, step, codeIsShown, terminal.run(command));
        }
    }

    private static void check(Block block, Step step, boolean codeIsShown, Answer answer) {
        String where = block.page() + ":" + step.line() + "  $ " + step.command();
        String text = fromStack(answer.text());
        if (!codeIsShown) {
            assertThat(answer.exit()).as(where + "\n" + text).isZero();
        }
        assertThat(GuideBlocks.matches(step.answer(), text))
                .as("%s%nshown:%n%s%nanswered:%n%s", where, String.join("\n", step.answer()), text)
                .isTrue();
    }

    private static void skipped(Block block, String reason) {
        System.out.println("command not run: " + block.where() + ", " + reason);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, toStack(text));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /// The text with the addresses of this stack.
    static String toStack(String text) {
        for (Map.Entry<String, String> port : ports().entrySet()) {
            text = text.replace(port.getKey(), port.getValue());
        }
        return text;
    }

    private static String fromStack(String text) {
        for (Map.Entry<String, String> port : ports().entrySet()) {
            text = text.replace(port.getValue(), port.getKey());
        }
        return text;
    }

    /// The default addresses and those of this stack.
    private static Map<String, String> ports() {
        Map<String, String> ports = new LinkedHashMap<>();
        int usual = 8080;
        for (Service service :
                List.of(
                        Service.API,
                        Service.PROCESSOR,
                        Service.EMAIL,
                        Service.GATEWAY,
                        Service.DIGEST)) {
            ports.put("localhost:" + usual++, "localhost:" + World.stack().url(service).getPort());
        }
        ports.put("localhost:19092", World.stack().kafka().replaceFirst(".*:", "localhost:"));
        return ports;
    }
}
