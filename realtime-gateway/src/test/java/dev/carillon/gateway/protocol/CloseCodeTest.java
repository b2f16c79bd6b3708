package dev.carillon.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CloseCodeTest {
    @Test
    void theProtocolPageListsEveryCloseCodeAndNoOther() throws IOException {
        List<String> documented =
                Pattern.compile("^\\| (4\\d{3}) \\|", Pattern.MULTILINE)
                        .matcher(Files.readString(Path.of("../docs/reference/protocol.md")))
                        .results()
                        .map(row -> row.group(1))
                        .toList();

        assertThat(documented)
                .containsExactlyElementsOf(
                        Arrays.stream(CloseCode.values())
                                .map(code -> String.valueOf(code.code()))
                                .toList());
    }
}
