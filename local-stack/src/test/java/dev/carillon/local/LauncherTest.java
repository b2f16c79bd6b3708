package dev.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
    @TempDir Path directory;

    @Test
    void demoUsesTheStackOfTheGivenDirectory() {
        for (List<String> said :
                List.of(
                        List.of("demo", "--again", "--directory", directory.toString()),
                        List.of("demo", "--directory=" + directory, "--rate", "5"))) {
            assertThat(errorsOf(said)).contains("No stack is running in " + directory);
        }
        assertThat(errorsOf(List.of("demo", "--directory"))).contains("needs a value");
    }

    private static String errorsOf(List<String> arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(Launcher.run(arguments, Map.of())).isEqualTo(1);
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
