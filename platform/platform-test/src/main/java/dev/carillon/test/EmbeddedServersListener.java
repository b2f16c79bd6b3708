package dev.carillon.test;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/// Notifies [EmbeddedServersEnvironment], which runs deep inside the start of a context, that the test whose context is
/// being loaded in this thread needs servers. (A context customizer would run too late: by then the environment
/// post-processors have already checked and derived properties.)
final class EmbeddedServersListener implements TestExecutionListener, Ordered {
    private static final ThreadLocal<@Nullable WithEmbeddedServers> WANTED = new ThreadLocal<>();

    /// How long a test waits for a condition by default. Real servers are slow on a busy machine, and no test measures
    /// time.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static @Nullable WithEmbeddedServers wanted() {
        return WANTED.get();
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void beforeTestClass(TestContext context) {
        Awaitility.setDefaultTimeout(PATIENCE);
        WANTED.set(
                TestContextAnnotationUtils.findMergedAnnotation(
                        context.getTestClass(), WithEmbeddedServers.class));
    }

    @Override
    public void prepareTestInstance(TestContext context) {
        beforeTestClass(context);
    }

    @Override
    public void beforeTestMethod(TestContext context) {
        WANTED.remove();
    }

    @Override
    public void afterTestClass(TestContext context) {
        WANTED.remove();
    }
}
