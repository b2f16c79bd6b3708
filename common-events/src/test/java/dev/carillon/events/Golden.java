package dev.carillon.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/// The JSON files in `golden/`. `-Dgolden.write=true` rewrites them; review the result before you commit it.
final class Golden {
    private Golden() {}

    /// Checks that the value is written as the file's content, and that the file is read as the value.
    static void pins(String file, Object value) throws IOException {
        JsonMapper mapper = EventJson.mapper();
        if (Boolean.getBoolean("golden.write")) {
            Path kept = Path.of("src/test/resources/golden", file + ".json");
            Files.createDirectories(kept.getParent());
            Files.writeString(
                    kept,
                    mapper.writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(mapper.readTree(EventJson.write(value)))
                            + "\n");
        }
        byte[] golden;
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file + ".json")) {
            golden = in.readAllBytes();
        }

        assertThat(mapper.readTree(EventJson.write(value))).isEqualTo(mapper.readTree(golden));
        assertThat((Object) EventJson.read(golden, value.getClass())).isEqualTo(value);
    }
}
