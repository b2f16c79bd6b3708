package dev.carillon.templates;

import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.util.Map;

/// A template that any thread may render any number of times.
public final class CompiledTemplate {
    private final Template template;
    private final TemplateLimits limits;

    CompiledTemplate(Template template, TemplateLimits limits) {
        this.template = template;
        this.limits = limits;
    }

    /// Renders the template with a JSON object. Variables without a value render empty and are reported.
    public Rendering render(Map<String, ?> variables) {
        BoundedOutput output = new BoundedOutput(limits.outputChars());
        try {
            template.execute(new Scope(variables, new Iterations(limits.iterations())), output);
            return new Rendering.Rendered(output.text(), output.missing());
        } catch (LimitExceededException e) {
            return new Rendering.Exceeded(String.valueOf(e.getMessage()));
        } catch (MustacheException e) {
            if (e.getCause() instanceof LimitExceededException limit) {
                return new Rendering.Exceeded(String.valueOf(limit.getMessage()));
            }
            throw e;
        }
    }

    /// A limit was reached while rendering.
    static final class LimitExceededException extends RuntimeException {
        LimitExceededException(String message) {
            super(message);
        }
    }

    /// The iterations that one rendering has left.
    static final class Iterations {
        private final int limit;
        private int taken;

        Iterations(int limit) {
            this.limit = limit;
        }

        void take() {
            if (++taken > limit) {
                throw new LimitExceededException(
                        "needs more than the " + limit + " iterations allowed");
            }
        }
    }
}
