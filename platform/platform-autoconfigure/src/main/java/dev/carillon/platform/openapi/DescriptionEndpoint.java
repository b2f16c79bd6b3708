package dev.carillon.platform.openapi;

import dev.carillon.openapi.Described;
import dev.carillon.openapi.Descriptions;
import dev.carillon.platform.web.Problems;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// `/v3/api-docs/<service>`.
@RestController
class DescriptionEndpoint {
    private final Descriptions descriptions;
    private final Set<Described> served;

    DescriptionEndpoint(Descriptions descriptions, String service) {
        this.descriptions = descriptions;
        this.served =
                switch (Described.ofService(service).orElse(null)) {
                    case null -> Set.of();
                    case API -> EnumSet.allOf(Described.class);
                    case Described own -> Set.of(own);
                };
    }

    @GetMapping("/v3/api-docs/{service}")
    ResponseEntity<byte[]> describe(@PathVariable String service) {
        Optional<Described> known = Described.of(service).filter(served::contains);
        byte[] document =
                descriptions.json(known.orElseThrow(() -> Problems.notFound("description")));
        return ResponseEntity.ok()
                .eTag("\"" + DigestUtils.md5DigestAsHex(document) + "\"")
                .cacheControl(CacheControl.noCache().cachePublic())
                .contentType(MediaType.APPLICATION_JSON)
                .body(document);
    }
}
