package dev.carillon.platform.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses query parameters that an endpoint does not declare: an ignored parameter looks as if it had worked. An
/// endpoint declares its parameters with `@RequestParam`. Pages for people are exempt: mail clients append parameters
/// of their own to links.
final class KnownParameters implements HandlerInterceptor {
    /// The paths that programs call.
    static final List<String> PATHS = List.of("/api/**", "/local/**");

    private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();
    private final Map<Method, Set<String>> declared = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && request.getDispatcherType() == DispatcherType.REQUEST) {
            Set<String> known = declared.computeIfAbsent(method.getMethod(), this::declaredBy);
            QueryCheck.onlyKnown(request.getQueryString(), known);
        }
        return true;
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
