package dev.carillon.test;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/// Makes the annotation a part of the key with which the test framework caches contexts.
final class EmbeddedServersCustomizer implements ContextCustomizerFactory {
    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configuration) {
        WithEmbeddedServers wanted =
                TestContextAnnotationUtils.findMergedAnnotation(
                        testClass, WithEmbeddedServers.class);
        return wanted == null ? null : new Key(wanted.schema());
    }

    private record Key(String schema) implements ContextCustomizer {
        @Override
        public void customizeContext(
                ConfigurableApplicationContext context, MergedContextConfiguration merged) {
            if (!context.getEnvironment().getPropertySources().contains("embeddedServers")) {
                throw new IllegalStateException(
                        "@WithEmbeddedServers needs a context that @SpringBootTest starts");
            }
        }
    }
}
