package dev.carillon.test;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// An endpoint as it exists in the code.
///
/// @param path a template such as `/api/v1/types/{key}`
/// @param parameters `query limit`, `path key`, `header Idempotency-Key`
public record Endpoint(String method, String path, Set<String> parameters, boolean hasBody) {

    public Endpoint {
        parameters = Set.copyOf(parameters);
    }

    /// `GET /api/v1/types/{key}`.
    public String name() {
        return method + " " + path;
    }

    /// The endpoints of every controller of a package, found by their annotations without starting the service.
    public static List<Endpoint> ofControllers(String rootPackage) {
        ClassPathScanningCandidateComponentProvider scanner =
                new ClassPathScanningCandidateComponentProvider(false);
        // controllers of local mode are described too
        scanner.setEnvironment(
                new MockEnvironment()
                        .withProperty("carillon.mode", "local")
                        .withProperty("carillon.security.secret", TestTokens.SECRET));
        scanner.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        List<Endpoint> endpoints = new ArrayList<>();
        for (BeanDefinition found : scanner.findCandidateComponents(rootPackage)) {
            try {
                endpoints.addAll(of(Class.forName(found.getBeanClassName())));
            } catch (ClassNotFoundException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return merged(endpoints);
    }

    /// The endpoint that serves an API description.
    public static Endpoint ofDescription(String path, String... parameters) {
        return new Endpoint("GET", path, Set.of(parameters), false);
    }

    /// A page and its JSON form are one endpoint.
    private static List<Endpoint> merged(List<Endpoint> endpoints) {
        Map<String, Endpoint> byName = new TreeMap<>();
        for (Endpoint endpoint : endpoints) {
            byName.merge(
                    endpoint.name(),
                    endpoint,
                    (one, other) -> {
                        Set<String> parameters = new TreeSet<>(one.parameters);
                        parameters.addAll(other.parameters);
                        return new Endpoint(
                                one.method, one.path, parameters, one.hasBody || other.hasBody);
                    });
        }
        return List.copyOf(byName.values());
    }

    /// The endpoints of one controller.
    public static List<Endpoint> of(Class<?> controller) {
        String[] prefixes =
                paths(AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class));
        List<Endpoint> endpoints = new ArrayList<>();
        for (Method method : controller.getDeclaredMethods()) {
            RequestMapping mapping =
                    AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
            if (mapping == null) {
                continue;
            }
            for (RequestMethod verb : mapping.method()) {
                for (String prefix : prefixes) {
                    for (String path : paths(mapping)) {
                        endpoints.add(of(method, verb, prefix + path));
                    }
                }
            }
        }
        return endpoints;
    }

    private static String[] paths(@Nullable RequestMapping mapping) {
        return mapping == null || mapping.path().length == 0 ? new String[] {""} : mapping.path();
    }

    private static Endpoint of(Method method, RequestMethod verb, String pattern) {
        Set<String> parameters = new TreeSet<>();
        boolean body = false;
        for (Parameter parameter : method.getParameters()) {
            RequestParam query = merged(parameter, RequestParam.class);
            RequestHeader header = merged(parameter, RequestHeader.class);
            PathVariable variable = merged(parameter, PathVariable.class);
            boolean form = MultiValueMap.class.isAssignableFrom(parameter.getType());
            if (query != null && !form) {
                parameters.add("query " + named(query.name(), parameter));
            } else if (header != null) {
                parameters.add("header " + named(header.name(), parameter));
            } else if (variable != null) {
                parameters.add("path " + named(variable.name(), parameter));
            }
            body |= form || parameter.isAnnotationPresent(RequestBody.class);
        }
        // {token:[a-z]+} is {token} for callers
        return new Endpoint(
                verb.name(), pattern.replaceAll("\\{(\\w+):[^}]+}", "{$1}"), parameters, body);
    }

    private static <A extends java.lang.annotation.Annotation> @Nullable A merged(
            Parameter parameter, Class<A> type) {
        return AnnotatedElementUtils.findMergedAnnotation(parameter, type);
    }

    private static String named(String name, Parameter parameter) {
        return name.isEmpty() ? parameter.getName() : name;
    }
}
