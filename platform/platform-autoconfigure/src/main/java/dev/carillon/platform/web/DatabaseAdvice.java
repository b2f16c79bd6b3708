package dev.carillon.platform.web;

import dev.carillon.events.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// A database that is unavailable, or has no free connection, is a 503 with Retry-After: the same call may succeed
/// later.
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE - 1)
final class DatabaseAdvice {
    private static final Logger log = LoggerFactory.getLogger(DatabaseAdvice.class);

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        RecoverableDataAccessException.class,
        TransientDataAccessException.class,
        ConcurrencyFailureException.class,
        CannotCreateTransactionException.class
    })
    ResponseEntity<Problem> away(Exception fault) {
        log.warn("The database is unavailable for a request: {}", fault.toString());
        return ProblemAdvice.answer(Problems.databaseAway(), HttpHeaders.EMPTY);
    }
}
