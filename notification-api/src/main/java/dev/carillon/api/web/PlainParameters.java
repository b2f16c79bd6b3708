package dev.carillon.api.web;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.Problem.FieldError;
import dev.carillon.platform.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses control characters in the parameters of every request without a form body, in one place: Postgres fails on
/// U+0000.
@Component
class PlainParameters implements HandlerInterceptor {
    private static final String ALLOWED = "a text without control characters";

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        // the parameters of a POST are in its body, which the endpoint checks
        if (!request.getMethod().equals("POST")) {
            List<FieldError> faults = new ArrayList<>();
            request.getParameterMap()
                    .forEach((name, values) -> {
                        if (!Arrays.stream(values).allMatch(PlainParameters::isPlain)) {
                            faults.add(
                                    new FieldError(
                                            name,
                                            ErrorCode.INVALID_PARAMETER,
                                            name + " contains control characters",
                                            ALLOWED));
                        }
                    });
            if (!faults.isEmpty()) {
                throw Problems.badRequest(faults);
            }
        }
        return true;
    }

    private static boolean isPlain(String value) {
        return value.chars().noneMatch(Character::isISOControl);
    }
}
