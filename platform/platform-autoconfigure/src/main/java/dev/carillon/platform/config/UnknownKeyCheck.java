package dev.carillon.platform.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/// Fails the start if there is a key under `carillon.` that no properties record reads (idea: Centrifugo's
/// `findUnknownKeys`).
///
/// For environment variables it only logs a warning, and only if they resemble a key: an orchestrator sets variables of
/// its own with this prefix (`CARILLON_API_SERVICE_HOST`).
final class UnknownKeyCheck implements SmartInitializingSingleton {
    private static final Logger log = LoggerFactory.getLogger(UnknownKeyCheck.class);
    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("carillon");
    private static final int NEAR = 3;

    private final ApplicationContext context;

    UnknownKeyCheck(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public void afterSingletonsInstantiated() {
        KnownKeys known = new KnownKeys();
        ConfigurationPropertiesBean.getAll(context)
                .values()
                .forEach(bean -> {
                    String prefix = bean.getAnnotation().prefix();
                    if (prefix.equals("carillon") || prefix.startsWith("carillon.")) {
                        known.add(prefix, Objects.requireNonNull(bean.getInstance()).getClass());
                    }
                });
        try {
            check(context.getEnvironment(), known);
        } catch (StartFailure perhapsOfARecordThatIsNotBound) {
            addMetadata(known);
            check(context.getEnvironment(), known);
        }
    }

    /// Read only if a key is unknown, because it slows down the start.
    private static void addMetadata(KnownKeys known) {
        try {
            Enumeration<URL> metadata =
                    UnknownKeyCheck.class
                            .getClassLoader()
                            .getResources("META-INF/spring-configuration-metadata.json");
            while (metadata.hasMoreElements()) {
                try (InputStream json = metadata.nextElement().openStream()) {
                    known.addMetadata(json.readAllBytes());
                }
            }
        } catch (IOException unreadable) {
            log.debug("Could not read the metadata of properties", unreadable);
        }
    }

    static void check(Environment environment, KnownKeys known) {
        List<String> faults = new ArrayList<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource keys) {
                boolean variables =
                        source.getUnderlyingSource() instanceof PropertySource<?> underlying
                                && underlying instanceof SystemEnvironmentPropertySource;
                try (Stream<ConfigurationPropertyName> names = keys.stream()) {
                    names.filter(name -> ROOT.isAncestorOf(name) && !known.knows(name))
                            .forEach(name -> tell(name.toString(), known, variables, faults));
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new StartFailure(
                    String.join("; ", faults),
                    "Correct or remove it. The properties are listed in docs/reference/properties.md.");
        }
    }

    private static void tell(String key, KnownKeys known, boolean variable, List<String> faults) {
        String nearest = known.nearest(key);
        if (!variable) {
            faults.add(key + " is not a property of this service; the most similar is " + nearest);
        } else if (isNearButNotThatKey(plain(key), plain(nearest))) {
            log.warn(
                    "The environment variable {} is not a property; did you mean {}?",
                    key,
                    nearest);
        }
    }

    /// A variable's name cannot contain dashes, so `CARILLON_PUBLIC_URL` arrives as `carillon.public.url`. It is a
    /// known key nevertheless.
    private static boolean isNearButNotThatKey(String key, String nearest) {
        return !key.equals(nearest) && KnownKeys.distance(key, nearest) <= NEAR;
    }

    private static String plain(String key) {
        return key.replaceAll("[^a-z0-9]", "");
    }
}
