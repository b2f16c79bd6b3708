package dev.carillon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

class PageTest {
    @TempDir private Path root;

    private String written(Report report) throws IOException {
        new Page(root).write(report);
        return Files.readString(root.resolve("docs/benchmarks.md"));
    }

    @Test
    void showsTheMachineTheFiguresAndWhetherTheyMeetTheirAims() throws IOException {
        String page = written(Reports.with(Reports.event(20), Reports.rows(4_000)));
        assertThat(page)
                .contains("2 × A processor <64>")
                .contains("| event-to-frame: due to frame, p50 | 20.0 ms | ≤ 15.0 | **missed** |")
                .contains("20.0 (19.0, 20.0, 21.0)")
                .contains("4,000");
    }

    @Test
    void drawsABarForEachFigureOfAUnit()
            throws IOException, ParserConfigurationException, SAXException {
        String page =
                written(
                        Reports.with(
                                Reports.event(20),
                                Figure.less("hop: event to decision & on", "p50", 7, "ms"),
                                Figure.less("raw: one Kafka hop", "p50", 2, "ms")));
        assertThat(page).contains("](images/benchmarks/event-to-frame-ms.svg)");
        Document svg =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(
                                root.resolve("docs/images/benchmarks/event-to-frame-ms.svg")
                                        .toFile());
        assertThat(
                        Stream.iterate(0, i -> i + 1)
                                .limit(svg.getElementsByTagName("rect").getLength())
                                .map(i ->
                                        svg.getElementsByTagName("rect")
                                                .item(i)
                                                .getAttributes()
                                                .getNamedItem("class")
                                                .getNodeValue())
                                .toList())
                .isEqualTo(List.of("back", "first", "first", "raw"));
    }
}
