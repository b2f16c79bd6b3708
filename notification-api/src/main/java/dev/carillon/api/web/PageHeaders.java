package dev.carillon.api.web;

import dev.carillon.platform.config.CarillonMode;
import dev.carillon.platform.urls.CarillonUrls;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/// Security headers of static pages: they may load only their own scripts and connect only to Carillon's services.
@Component
class PageHeaders implements HandlerInterceptor {
    private final String policy;

    PageHeaders(CarillonUrls urls, CarillonMode mode) {
        this.policy =
                "default-src 'none'; script-src 'self'; style-src 'self';"
                        + " img-src 'self' data: https: http:; font-src 'self'; connect-src "
                        + String.join(" ", connections(urls, mode))
                        + "; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        response.setHeader("Content-Security-Policy", policy);
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
        return true;
    }

    private static Set<String> connections(CarillonUrls urls, CarillonMode mode) {
        Set<String> origins = new LinkedHashSet<>();
        origins.add("'self'");
        if (mode.isLocal()) {
            for (URI url : new URI[] {urls.api(), urls.gateway(), urls.email(), urls.digest()}) {
                origins.add(url.getScheme() + "://" + url.getAuthority());
            }
            URI gateway = urls.gateway();
            origins.add(
                    ("https".equals(gateway.getScheme()) ? "wss://" : "ws://")
                            + gateway.getAuthority());
        }
        return origins;
    }
}
