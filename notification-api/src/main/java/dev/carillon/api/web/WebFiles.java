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

/// Serves static files from jars: the browser client `static/client/` at `/client/`; the page of all API descriptions
/// at `/docs`, with Swagger UI from its WebJar as viewer; and in local mode `static/local/` at `/local/`, with its
/// `index.html` at `/`.
///
/// Browsers revalidate each time and get a 304 if the hash of the content is the same. File times are not used: jars
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

    /// A WebJar's directory contains its version, which is read from the jar's `pom.properties`.
    private static String viewer() {
        Properties jar = new Properties();
        try (InputStream properties =
                WebFiles.class.getResourceAsStream(
                        "/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            jar.load(
                    Objects.requireNonNull(
                            properties, "the WebJar of Swagger UI is not on the class path"));
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
