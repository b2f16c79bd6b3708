package dev.carillon.api.web;

import dev.carillon.platform.config.CarillonMode;
import dev.carillon.platform.urls.CarillonUrls;
import java.net.URI;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ClientConfigController {
    private final CarillonUrls urls;
    private final CarillonMode mode;

    ClientConfigController(CarillonUrls urls, CarillonMode mode) {
        this.urls = urls;
        this.mode = mode;
    }

    /// The addresses at which a browser reaches each service. An empty base URL means the page's own origin.
    ///
    /// @param local whether `POST /local/tokens` exists
    record ClientConfig(
            boolean local,
            String api,
            String gateway,
            String email,
            String digest,
            String processor) {}

    @GetMapping("/client/config.json")
    ResponseEntity<ClientConfig> config() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .body(mode.isLocal() ? each() : ingress());
    }

    private ClientConfig each() {
        return new ClientConfig(
                true,
                urls.api().toString(),
                urls.gateway().toString(),
                urls.email().toString(),
                urls.digest().toString(),
                urls.processor().toString());
    }

    /// The addresses of `carillon.urls` are for calls within the cluster, so browsers do not get them.
    private ClientConfig ingress() {
        String base = urls.publicUrlIfSet().map(URI::toString).orElse("");
        return new ClientConfig(false, base, base, base, base, base);
    }
}
