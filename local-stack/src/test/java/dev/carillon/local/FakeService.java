package dev.carillon.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// A program that the launcher accepts as a service: it extracts itself, ends after a training run, and reports that it
/// is ready.
final class FakeService {
    private FakeService() {}

    static void main(String[] arguments) throws Exception {
        if ("tools".equals(System.getProperty("jarmode"))) {
            Path jar = Path.of(System.getProperty("java.class.path"));
            Path destination = Files.createDirectories(Path.of(arguments[2]));
            Files.copy(jar, destination.resolve(jar.getFileName()));
            return;
        }
        if (System.getProperty("spring.context.exit") != null) {
            return;
        }
        if (System.getenv("CARILLON_SECURITY_SECRET") == null) {
            throw new IllegalStateException("no secret in the environment");
        }
        int port =
                Arrays.stream(arguments)
                        .filter(argument -> argument.startsWith("--carillon.management-port="))
                        .map(argument -> Integer.parseInt(argument.split("=", 2)[1]))
                        .findFirst()
                        .orElseThrow();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext(
                "/actuator/health/readiness",
                exchange -> {
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
    }

    /// Creates a source tree in which every service is this program and local-stack is the version just built.
    static Path tree(Path directory) throws IOException {
        for (Service service : Service.values()) {
            Path target =
                    Files.createDirectories(directory.resolve(service.title()).resolve("target"));
            jar(target.resolve(service.title() + "-0.jar"));
        }
        Files.createSymbolicLink(directory.resolve("local-stack"), Path.of("").toAbsolutePath());
        return directory;
    }

    private static void jar(Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        String entry = FakeService.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new JarEntry(entry));
            jar.write(FakeService.class.getClassLoader().getResourceAsStream(entry).readAllBytes());
        }
    }
}
