package dev.carillon.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.EventJson;
import dev.carillon.platform.ServiceIT;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

@ServiceIT
class ColumnsIT {
    private static final String BACK =
            """
            select t, u, n, b, x, at, j->>'text' as j
            from unnest(?, ?, ?, ?, ?, ?, ?::jsonb[]) with ordinality as k(t, u, n, b, x, at, j, place)
            order by place\
            """;

    @Autowired JdbcTemplate jdbc;

    private record Row(
            @Nullable String text,
            @Nullable UUID uuid,
            @Nullable Long number,
            @Nullable Boolean bool,
            @Nullable String hex,
            @Nullable Instant at) {
        byte @Nullable [] bytes() {
            return hex == null ? null : HexFormat.of().parseHex(hex);
        }
    }

    @Test
    void bringsEveryValueOverAsItIs() {
        List<Row> rows =
                List.of(
                        new Row(
                                "\"quoted\", {braced} \\ back\tand\nnew",
                                UUID.fromString("019a8000-0000-8000-8000-00000000abcd"),
                                Long.MIN_VALUE,
                                true,
                                "00ff5c22",
                                Instant.parse("2026-11-22T10:20:30.123456Z")),
                        new Row(null, null, null, null, null, null),
                        new Row("", new UUID(0, 0), 0L, false, "", Instant.EPOCH),
                        new Row("NULL", null, Long.MAX_VALUE, null, "4e554c4c", null),
                        new Row("grüße 你好 🔔", null, -1L, null, null, null));
        assertThat(back(rows)).isEqualTo(rows);
    }

    @Test
    void makesNoRowOfNoRow() {
        assertThat(back(List.of())).isEmpty();
    }

    /// Reads each text twice: as it is, and as JSON that the statement creates from it.
    private List<Row> back(List<Row> rows) {
        return jdbc.query(
                BACK,
                Columns.of(rows)
                        .text(Row::text)
                        .uuid(Row::uuid)
                        .number(Row::number)
                        .bool(Row::bool)
                        .bytes(Row::bytes)
                        .instant(Row::at)
                        .text(ColumnsIT::json),
                (row, number) -> read(row));
    }

    private static @Nullable String json(Row row) {
        return row.text() == null
                ? null
                : EventJson.mapper().writeValueAsString(Map.of("text", row.text()));
    }

    private static Row read(ResultSet row) throws SQLException {
        String text = row.getString("t");
        assertThat(row.getString("j")).isEqualTo(text);
        byte[] bytes = row.getBytes("x");
        OffsetDateTime at = row.getObject("at", OffsetDateTime.class);
        return new Row(
                text,
                row.getObject("u", UUID.class),
                row.getObject("n", Long.class),
                row.getObject("b", Boolean.class),
                bytes == null ? null : HexFormat.of().formatHex(bytes),
                at == null ? null : at.toInstant());
    }
}
