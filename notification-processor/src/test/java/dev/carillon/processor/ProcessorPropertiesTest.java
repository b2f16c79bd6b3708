package dev.carillon.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.test.PropertiesReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ProcessorPropertiesTest {
    @Test
    void areTheseUnlessSet() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new ProcessorProperties(
                                List.of(),
                                2,
                                Duration.ofDays(14),
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(1)));
    }

    @Test
    void standOnTheReferencePage() {
        PropertiesReference.check(ProcessorProperties.class, "processor");
    }

    @Test
    void nameTheKeyThatIsWrong() {
        assertThatThrownBy(() -> bind(Map.of("carillon.processor.concurrency", "0")))
                .hasRootCauseMessage("carillon.processor.concurrency must be 1 to 64, but is 0");
    }

    private static ProcessorProperties bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("carillon.processor", Bindable.of(ProcessorProperties.class));
    }
}
