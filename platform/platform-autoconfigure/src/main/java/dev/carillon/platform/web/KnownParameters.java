package dev.carillon.platform.web;

import dev.carillon.events.Problem.FieldError;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses query parameters that an endpoint does not declare: an ignored parameter looks as if it had worked. An
/// endpoint declares its parameters with `@RequestParam`. Pages for people are exempt: mail clients append parameters
/// of their own to links. If the endpoint takes a [QueryReader], the reader reports these faults together with the
/// others.
final class KnownParameters implements HandlerInterceptor {
    /// The paths that programs call.
    static final List<String> PATHS = List.of("/api/**", "/local/**");

    private static final String FAULTS = KnownParameters.class.getName();

    private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();
    private final Map<Method, Set<String>> declared = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && request.getDispatcherType() == DispatcherType.REQUEST) {
            Set<String> known = declared.computeIfAbsent(method.getMethod(), this::declaredBy);
            if (readsItself(method)) {
                request.setAttribute(FAULTS, QueryCheck.faults(request.getQueryString(), known));
            } else {
                QueryCheck.onlyKnown(request.getQueryString(), known);
            }
        }
        return true;
    }

    private static boolean readsItself(HandlerMethod method) {
        return Arrays.asList(method.getMethod().getParameterTypes()).contains(QueryReader.class);
    }

    /// Gives controllers the reader of their query.
    static final class Argument implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == QueryReader.class;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            Object faults = request.getAttribute(FAULTS, RequestAttributes.SCOPE_REQUEST);
            return faults == null ? new QueryReader() : new QueryReader((List<FieldError>) faults);
        }
    }

    private Set<String> declaredBy(Method method) {
        Set<String> known = new TreeSet<>();
        for (int i = 0; i < method.getParameterCount(); i++) {
            MethodParameter parameter = new MethodParameter(method, i);
            parameter.initParameterNameDiscovery(names);
            RequestParam declaration = parameter.getParameterAnnotation(RequestParam.class);
            if (declaration != null) {
                String name = declaration.name();
                known.add(name.isEmpty() ? String.valueOf(parameter.getParameterName()) : name);
            }
        }
        return known;
    }
}
