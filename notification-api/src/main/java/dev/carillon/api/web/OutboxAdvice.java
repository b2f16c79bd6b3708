package dev.carillon.api.web;

import dev.carillon.events.Problem;
import dev.carillon.outbox.OutboxRecordTooLargeException;
import dev.carillon.platform.web.Problems;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers 413 when a record that the call would publish is larger than its topic allows. Nothing of the call was
/// stored.
@RestControllerAdvice
@Order(0)
class OutboxAdvice {
    @ExceptionHandler
    ResponseEntity<Problem> tooLarge(OutboxRecordTooLargeException fault) {
        Problem problem =
                Problems.tooLarge(
                                "the call would publish a record of "
                                        + fault.bytes()
                                        + " bytes to "
                                        + fault.topic(),
                                "at most " + fault.limit() + " bytes")
                        .problem();
        return ResponseEntity.status(problem.status())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
