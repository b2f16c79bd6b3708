package dev.carillon.api.web;

import dev.carillon.events.Problem;
import dev.carillon.platform.security.Caller;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The description at `/v3/api-docs`: what the code says, in the JSON form of our contract, with the errors that every
/// operation may answer.
@Configuration(proxyBeanMethods = false)
class OpenApiDescription {
    private static final String BEARER = "bearer";
    private static final Map<String, String> PROBLEMS = problems();

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(
                        new Info()
                                .title("Carillon notification-api")
                                .version("v1")
                                .description(
                                        "Trigger notifications, read and mark inboxes, set preferences, keep recipients and"
                                                + " types. JSON is snake_case, instants are RFC 3339 in UTC, enums lower case. Every"
                                                + " error is a problem detail (RFC 9457) with a stable code and every fault at once.")
                                .license(new License().name("Apache-2.0")))
                .components(
                        new Components()
                                .addSecuritySchemes(
                                        BEARER,
                                        new SecurityScheme()
                                                .type(SecurityScheme.Type.HTTP)
                                                .scheme("bearer")
                                                .bearerFormat("JWT")
                                                .description(
                                                        "`sub` is the recipient id, `roles` says what a caller may"
                                                                + " (user, service, support, admin)")))
                .addSecurityItem(new SecurityRequirement().addList(BEARER));
    }

    @Bean
    OpenApiCustomizer problemsAndEnums() {
        return api -> {
            ModelConverters.getInstance()
                    .readAll(Problem.class)
                    .forEach(api.getComponents()::addSchemas);
            api.getPaths().values().forEach(OpenApiDescription::addProblems);
            api.getComponents().getSchemas().values().forEach(OpenApiDescription::asOurJson);
        };
    }

    private static void addProblems(PathItem path) {
        for (Operation operation : path.readOperations()) {
            boolean hasBody = operation.getRequestBody() != null;
            boolean open = operation.getSecurity() != null && operation.getSecurity().isEmpty();
            PROBLEMS.forEach((status, description) -> {
                boolean forBodies = List.of("413", "415", "422").contains(status);
                boolean forCallers = List.of("401", "403").contains(status);
                if ((!forBodies || hasBody) && (!forCallers || !open)) {
                    operation
                            .getResponses()
                            .computeIfAbsent(status, absent -> problem(description));
                }
            });
        }
    }

    private static ApiResponse problem(String description) {
        return new ApiResponse()
                .description(description)
                .content(
                        new Content()
                                .addMediaType(
                                        "application/problem+json",
                                        new MediaType()
                                                .schema(
                                                        new Schema<>()
                                                                .$ref(
                                                                        "#/components/schemas/Problem"))));
    }

    /// The describer reads Java names; our JSON is snake_case with lower-case enums.
    @SuppressWarnings({"rawtypes", "unchecked"}) // the model of the library is raw
    private static void asOurJson(Schema schema) {
        if (schema.getEnum() != null) {
            schema.setEnum(
                    ((List<Object>) schema.getEnum())
                            .stream()
                                    .map(value -> value.toString().toLowerCase(Locale.ROOT))
                                    .toList());
        }
        if (schema.getItems() != null) {
            asOurJson(schema.getItems());
        }
        if (schema.getRequired() != null) {
            schema.setRequired(
                    ((List<String>) schema.getRequired())
                            .stream().map(OpenApiDescription::snakeCase).toList());
        }
        if (schema.getProperties() != null) {
            Map<String, Schema> named = new LinkedHashMap<>();
            ((Map<String, Schema>) schema.getProperties())
                    .forEach((name, property) -> {
                        asOurJson(property);
                        named.put(snakeCase(name), property);
                    });
            schema.setProperties(named);
        }
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        problems.put("400", "Unreadable: JSON, a parameter, a cursor");
        problems.put("401", "No token, or one that is refused");
        problems.put("403", "Signed in, and not allowed");
        problems.put("404", "Absent, or another's");
        problems.put("413", "Too large; the answer says what is allowed");
        problems.put("415", "Another content type than application/json");
        problems.put("422", "Readable, but refused; every fault is named");
        problems.put(
                "429", "Too many calls, of this caller or of all; Retry-After says when to go on");
        problems.put(
                "503", "Something that we depend on is away; Retry-After says when to ask again");
        return problems;
    }
}
