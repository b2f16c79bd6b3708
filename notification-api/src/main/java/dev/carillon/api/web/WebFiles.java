package dev.carillon.api.web;

import dev.carillon.platform.config.CarillonMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// The files of the browser client, from its jar: `static/client/` at `/client/`; the page of all API descriptions at `/docs`, whose
/// viewer is Swagger UI from its WebJar; and in local mode
/// `static/local/` at `/local/`, whose `index.html` is the page at `/`.
///
/// Browsers ask again each time and are answered 304 by the hash of the content; the time of a file says nothing, since jars
/// are built with a fixed one.
@Configuration(proxyBeanMethods = false)
class WebFiles implements WebMvcConfigurer {
    private final CarillonMode mode;
    private final RateLimit rateLimit;
    private final PlainParameters plainParameters;
    private final PageHeaders pageHeaders;
    private final Map<String, String> hashes = new ConcurrentHashMap<>();

    WebFiles(
            CarillonMode mode,
            RateLimit rateLimit,
            PlainParameters plainParameters,
            PageHeaders pageHeaders) {
        this.mode = mode;
        this.rateLimit = rateLimit;
        this.plainParameters = plainParameters;
        this.pageHeaders = pageHeaders;
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        files(registry, "/client/**", "classpath:/static/client/");
        files(registry, "/docs/**", "classpath:/static/docs/");
        files(registry, "/docs/viewer/**", viewer());
        if (mode.isLocal()) {
            files(registry, "/local/**", "classpath:/static/local/");
        }
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addViewController("/docs").setViewName("forward:/docs/index.html");
        registry.addViewController("/v3/api-docs").setViewName("forward:/v3/api-docs/api");
        if (mode.isLocal()) {
            registry.addViewController("/").setViewName("forward:/local/index.html");
        }
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(rateLimit).addPathPatterns("/api/**");
        registry.addInterceptor(plainParameters).addPathPatterns("/api/**");
        registry.addInterceptor(pageHeaders)
                .addPathPatterns("/", "/local/**", "/client/**", "/docs", "/docs/**");
    }

    private void files(ResourceHandlerRegistry registry, String pattern, String location) {
        registry.addResourceHandler(pattern)
                .addResourceLocations(location)
                .setCacheControl(CacheControl.noCache().cachePublic())
                .setUseLastModified(false)
                .setEtagGenerator(this::etag);
    }

    /// The directory of a WebJar carries its version, which the jar's `pom.properties` says.
    private static String viewer() {
        Properties jar = new Properties();
        try (InputStream properties =
                WebFiles.class.getResourceAsStream(
                        "/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            jar.load(Objects.requireNonNull(properties, "the WebJar of Swagger UI"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "classpath:/META-INF/resources/webjars/swagger-ui/"
                + jar.getProperty("version")
                + "/";
    }

    private String etag(Resource resource) {
        try {
            String version = resource.getURL() + "@" + resource.lastModified();
            return hashes.computeIfAbsent(version, url -> hash(resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(Resource resource) {
        try (InputStream content = resource.getInputStream()) {
            return ContentHash.sha256(content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
