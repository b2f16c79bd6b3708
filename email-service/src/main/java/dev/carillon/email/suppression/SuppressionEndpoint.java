package dev.carillon.email.suppression;

import dev.carillon.email.suppression.Suppressions.Suppression;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.MailAddress;
import dev.carillon.platform.web.Problems;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/email/suppressions/{address}`, for admins.
@RestController
@RequestMapping("/api/v1/email/suppressions/{address}")
class SuppressionEndpoint {
    private final Suppressions suppressions;

    SuppressionEndpoint(Suppressions suppressions) {
        this.suppressions = suppressions;
    }

    /// @param reason why, as one word; default `manual`
    record Body(@Nullable String reason) {}

    @GetMapping
    Suppression get(@PathVariable String address) {
        return suppressions
                .find(checked(address))
                .orElseThrow(() -> Problems.notFound("suppression"));
    }

    @PutMapping
    Suppression put(
            @PathVariable String address, @RequestBody(required = false) @Nullable Body body) {
        String reason = body == null || body.reason() == null ? "manual" : body.reason();
        if (reason.isBlank()
                || reason.length() > 64
                || reason.chars().anyMatch(Character::isISOControl)) {
            throw Problems.unprocessable(
                    "reason",
                    ErrorCode.INVALID_VALUE,
                    "the reason is blank, too long or has control characters",
                    "1 to 64 characters");
        }
        return suppressions.put(checked(address), reason);
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String address) {
        suppressions.remove(checked(address));
    }

    private static String checked(String address) {
        if (MailAddress.read(address) instanceof MailAddress.Reading.Fault fault) {
            throw Problems.badRequest(
                    ErrorCode.INVALID_EMAIL,
                    "address",
                    "the address " + fault.message(),
                    MailAddress.ALLOWED);
        }
        return address;
    }
}
