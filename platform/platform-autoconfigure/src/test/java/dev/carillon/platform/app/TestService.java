package dev.carillon.platform.app;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.carillon.events.Level;
import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.UsedTopics;
import dev.carillon.platform.security.AccessRules;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.web.PageRoutes;
import dev.carillon.platform.web.Problems;
import dev.carillon.platform.web.QueryReader;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Routes for every kind of access and error.
@SpringBootApplication
public class TestService {
    @Bean
    AccessRules accessRules() {
        return AccessRules.builder()
                .open(GET, "/open")
                .open(POST, "/hooks", "/forms")
                .user("/things/**")
                .service(POST, "/triggers")
                .support(GET, "/support")
                .admin("/admin/**")
                .user(POST, "/bulk")
                .signedLink(GET, "/link/*")
                .signedLink(POST, "/link/*")
                .open("/page/**", "/both")
                .loopback(GET, "/here", "/here/page")
                .build();
    }

    @Bean
    PageRoutes pageRoutes() {
        return PageRoutes.builder()
                .links("/link")
                .pages("/page", "/here/page")
                .pagesOrData("/both")
                .build();
    }

    @Bean
    UsedTopics usedTopics() {
        return UsedTopics.of(
                Topics.NOTIFICATIONS, Topics.EMAIL, Topics.RECIPIENTS, Topics.DEAD_LETTERS);
    }

    @Bean
    RecordedListener recordedListener() {
        return new RecordedListener();
    }

    /// A body with a field of every type that error messages distinguish.
    public record Thing(
            String name,
            Level level,
            int size,
            @com.fasterxml.jackson.annotation.JsonFormat(pattern = "HH:mm") LocalTime at,
            UUID id,
            List<Inner> inner) {}

    public record Inner(boolean on) {}

    @RestController
    static class Routes {
        @GetMapping("/open")
        Map<String, Object> open(@Nullable Caller caller) {
            return Map.of("recipient", caller == null ? "nobody" : caller.recipient());
        }

        @PostMapping("/hooks")
        int hook(@RequestBody Map<String, Object> hook) {
            return hook.size();
        }

        @PostMapping("/forms")
        String form(@RequestParam List<String> name) {
            return name.toString();
        }

        @GetMapping("/things/{id}")
        Map<String, Object> thing(
                @PathVariable UUID id,
                QueryReader query,
                @RequestParam(required = false) @Nullable String limit,
                Caller caller) {
            int size = query.limit(limit, 20);
            query.check();
            return Map.of("id", id, "limit", size, "who", caller.key().toString());
        }

        @PostMapping("/things")
        Thing put(@RequestBody Thing thing) {
            return thing;
        }

        @PostMapping("/bulk")
        int bulk(@RequestBody List<Map<String, Object>> items) {
            return items.size();
        }

        @PostMapping("/triggers")
        String trigger() {
            return "ok";
        }

        @GetMapping("/support")
        String support() {
            return "ok";
        }

        @GetMapping("/admin/busy")
        String busy() {
            throw Problems.unavailable(Duration.ofSeconds(7), "busy");
        }

        @GetMapping("/admin/broken")
        String broken() {
            throw new IllegalStateException("secret internals");
        }

        @RequestMapping(
                path = "/link/{token}",
                method = {RequestMethod.GET, RequestMethod.POST})
        String link(@PathVariable String token) {
            return token;
        }

        @GetMapping("/page")
        String page(@RequestParam int size) {
            return "page " + size;
        }

        @GetMapping("/page/busy")
        String pageBusy() {
            throw Problems.unavailable(Duration.ofSeconds(7), "busy");
        }

        @GetMapping("/page/broken")
        String pageBroken() {
            throw new IllegalStateException("secret internals");
        }

        @GetMapping("/both")
        Map<String, Object> both(@RequestParam int size) {
            return Map.of("size", size);
        }

        @GetMapping({"/here", "/here/page"})
        String here() {
            return "here";
        }

        @GetMapping("/things/needs")
        String needs(@RequestParam String upto) {
            return upto;
        }
    }
}
