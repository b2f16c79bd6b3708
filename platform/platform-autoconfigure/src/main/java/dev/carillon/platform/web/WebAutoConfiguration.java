package dev.carillon.platform.web;

import dev.carillon.events.EventJson;
import dev.carillon.platform.config.CarillonMode;
import dev.carillon.platform.config.CarillonProperties;
import dev.carillon.platform.page.PageFrame;
import dev.carillon.platform.urls.CarillonUrls;
import dev.carillon.platform.urls.UrlsAutoConfiguration;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.catalina.Valve;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.dao.DataAccessException;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Problem details, limits of bodies and concurrent requests, and the JSON format of our contract.
@AutoConfiguration(
        after = UrlsAutoConfiguration.class,
        beforeName = {
            "org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration",
            "org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration"
        })
@EnableConfigurationProperties(WebSettings.class)
public class WebAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    AllowedOrigins allowedOrigins(WebSettings settings, CarillonMode mode, CarillonUrls urls) {
        AllowedOrigins set =
                new AllowedOrigins(
                        Set.copyOf(
                                Objects.requireNonNullElse(settings.allowedOrigins(), List.of())));
        return mode.isLocal() ? set.withLocalPage(urls.api().getPort()) : set;
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapperBuilderCustomizer.class)
    static class Json {
        @Bean
        JsonMapperBuilderCustomizer carillonJson() {
            return EventJson::configure;
        }
    }

    /// Only for request bodies: an unknown field is refused, and so is a field that appears twice. Answers of other
    /// services, and records, may have newer fields.
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ServerHttpMessageConvertersCustomizer.class)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class Bodies {
        @Bean
        ServerHttpMessageConvertersCustomizer onlyKnownFields(ObjectProvider<JsonMapper> mappers) {
            return converters ->
                    mappers.ifAvailable(mapper ->
                            converters.withJsonConverter(
                                    new JacksonJsonHttpMessageConverter(strict(mapper))));
        }

        private static JsonMapper strict(JsonMapper mapper) {
            return mapper.rebuild()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DispatcherServlet.class)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class Servlet {
        @Bean
        @ConditionalOnMissingBean
        ProblemAdvice problemAdvice() {
            return new ProblemAdvice();
        }

        @Bean
        @ConditionalOnMissingBean(org.springframework.boot.webmvc.error.ErrorController.class)
        ProblemErrorController problemErrorController() {
            return new ProblemErrorController();
        }

        @Bean
        @ConditionalOnMissingBean
        RequestGate requestGate(WebSettings settings) {
            return new RequestGate(settings);
        }

        /// No pages, unless the service declares routes.
        @Bean
        @ConditionalOnMissingBean
        PageRoutes pageRoutes() {
            return PageRoutes.builder().build();
        }

        @Bean
        @ConditionalOnMissingBean
        PageFrame pageFrame(CarillonProperties properties, CarillonUrls urls) {
            return new PageFrame(
                    properties.productName(),
                    urls.publicUrlIfSet().map(url -> url + "/").orElse("/"));
        }

        @Bean
        FaultPages faultPages(PageRoutes routes, PageFrame frame) {
            return new FaultPages(routes, frame);
        }

        @Bean
        ServletContextInitializer faultPagesInContext(FaultPages pages) {
            return context -> context.setAttribute(FaultPages.ATTRIBUTE, pages);
        }

        @Bean
        WebMvcConfigurer problemPages(FaultPages pages) {
            return new WebMvcConfigurer() {
                @Override
                public void configureMessageConverters(
                        HttpMessageConverters.ServerBuilder converters) {
                    converters.addCustomConverter(new ProblemPageConverter(pages));
                }
            };
        }

        @Bean
        StrictIds strictIds() {
            return new StrictIds();
        }

        @Bean
        WebMvcConfigurer knownParameters() {
            return new WebMvcConfigurer() {
                @Override
                public void addInterceptors(InterceptorRegistry registry) {
                    registry.addInterceptor(new KnownParameters())
                            .addPathPatterns(KnownParameters.PATHS);
                }

                @Override
                public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                    resolvers.add(new KnownParameters.Argument());
                }
            };
        }

        @Bean
        FilterRegistrationBean<WellFormedRequestFilter> wellFormedRequestFilter() {
            FilterRegistrationBean<WellFormedRequestFilter> filter =
                    new FilterRegistrationBean<>(new WellFormedRequestFilter());
            filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
            return filter;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({DispatcherServlet.class, MeterBinder.class})
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class Metrics {
        @Bean
        RequestGateMetrics requestGateMetrics(RequestGate gate) {
            return new RequestGateMetrics(gate);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({DispatcherServlet.class, DataAccessException.class})
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class Database {
        @Bean
        @ConditionalOnMissingBean
        DatabaseAdvice databaseAdvice() {
            return new DatabaseAdvice();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({TomcatServletWebServerFactory.class, StandardHost.class})
    static class Tomcat {
        @Bean
        WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemValve() {
            return factory ->
                    factory.addContextCustomizers(context -> {
                        if (context.getParent() instanceof StandardHost host) {
                            host.setErrorReportValveClass(ProblemValve.class.getName());
                        }
                    });
        }

        /// Runs after Spring's own customizer, which gives every request a virtual thread.
        @Bean
        WebServerFactoryCustomizer<TomcatServletWebServerFactory> requestDoor(
                ObjectProvider<RequestGate> gates,
                ObjectProvider<RequestGate.Routes> routes,
                WebSettings settings) {
            return factory ->
                    gates.ifAvailable(gate -> {
                        List<Valve> valves = new ArrayList<>(factory.getEngineValves());
                        valves.addFirst(
                                new RequestDoor(
                                        gate,
                                        routes.getIfAvailable(() -> request -> false),
                                        settings.bodyTimeout()));
                        factory.setEngineValves(valves);
                        factory.addProtocolHandlerCustomizers(protocol -> {
                            protocol.setExecutor(gate.threads());
                            if (protocol instanceof AbstractHttp11Protocol<?> http) {
                                http.setDisableUploadTimeout(false);
                                http.setConnectionUploadTimeout(
                                        (int) settings.bodyTimeout().toMillis() / 2);
                            }
                            if (protocol instanceof AbstractProtocol<?> counting) {
                                gate.refusals().closeConnectionsWhile(() -> isCrowded(counting));
                            }
                        });
                    });
        }

        /// Above three quarters of the connections, refused callers lose theirs, so that the remaining ones are free
        /// for others.
        private static boolean isCrowded(AbstractProtocol<?> protocol) {
            long most = protocol.getMaxConnections();
            return most > 0 && protocol.getConnectionCount() > most * 3 / 4;
        }
    }
}
