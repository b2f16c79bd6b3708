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

    /// Where a browser reaches each service; an empty base URL means the page's own origin.
    ///
    /// @param local whether `POST /local/tokens` is there
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

    /// What `carillon.urls` says is for calls within the cluster, and none of a browser's business.
    private ClientConfig ingress() {
        String base = urls.publicUrlIfSet().map(URI::toString).orElse("");
        return new ClientConfig(false, base, base, base, base, base);
    }
}
