package dev.carillon.templates;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.MustacheParseException;
import dev.carillon.events.BidiText;
import dev.carillon.events.JsonNumbers;
import dev.carillon.templates.Compilation.Compiled;
import dev.carillon.templates.Compilation.Rejected;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Compiles logic-less templates (Mustache: `{{variable}}`, `{{object.field}}`, `{{#section}}…{{/section}}`,
/// `{{^empty}}`). Values are always escaped for the place where the output is used.
///
/// A section repeats for a list, and enters an object. It is left out for `false`, an empty text or a missing value.
/// Thread-safe.
public final class Templates {
    private static final Pattern AT_LINE = Pattern.compile("\\s*@ line (\\d+)");

    private final TemplateLimits limits;
    private final Map<Escaping, Mustache.Compiler> compilers;

    /// With [TemplateLimits#DEFAULT].
    public Templates() {
        this(TemplateLimits.DEFAULT);
    }

    public Templates(TemplateLimits limits) {
        this.limits = limits;
        this.compilers =
                java.util.Arrays.stream(Escaping.values())
                        .collect(Collectors.toMap(escaping -> escaping, Templates::compiler));
    }

    /// Compiles a template for the place where its output is used.
    public Compilation compile(String template, Escaping escaping) {
        Optional<Rejected> fault = Syntax.fault(template, limits);
        if (fault.isPresent()) {
            return fault.get();
        }
        try {
            Mustache.Compiler compiler = java.util.Objects.requireNonNull(compilers.get(escaping));
            return new Compiled(new CompiledTemplate(compiler.compile(template), limits));
        } catch (MustacheParseException e) {
            return rejected(String.valueOf(e.getMessage()));
        } catch (MustacheException e) {
            return new Rejected(1, String.valueOf(e.getMessage()));
        }
    }

    private static Rejected rejected(String message) {
        Matcher line = AT_LINE.matcher(message);
        return line.find()
                ? new Rejected(Integer.parseInt(line.group(1)), line.replaceAll(""))
                : new Rejected(1, message);
    }

    private static Mustache.Compiler compiler(Escaping escaping) {
        return Mustache.compiler()
                .withCollector(new Scope.MapsOnly())
                .withFormatter(value -> format(value, escaping))
                .withEscaper(escaping == Escaping.HTML ? Escapers.HTML : Escapers.NONE)
                .emptyStringIsFalse(true)
                .defaultValue(BoundedOutput.MISSING + "{{name}}");
    }

    /// Numbers are plain decimals. Objects and lists have no text form.
    private static String format(Object value, Escaping escaping) {
        return switch (value) {
            case Scope object -> "";
            case Scope.Items list -> "";
            case Number number -> JsonNumbers.plain(number);
            default ->
                    switch (escaping) {
                        case TEXT -> BidiText.isolated(value.toString());
                        case HTML -> BidiText.closed(value.toString());
                        case LINK -> value.toString();
                    };
        };
    }
}
