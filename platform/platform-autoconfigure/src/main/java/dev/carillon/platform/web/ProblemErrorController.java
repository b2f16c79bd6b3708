package dev.carillon.platform.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/// Answers errors that the container reports outside of controllers: requests that the firewall rejected, filters that
/// failed.
@Controller
final class ProblemErrorController implements ErrorController {
    @RequestMapping("${server.error.path:${error.path:/error}}")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        ProblemException problem =
                StandardProblems.of(status instanceof Integer code ? code : 404, null);
        if (problem.problem().status() == 400) {
            WellFormedRequestFilter.logRefused(problem);
        }
        ProblemWriter.write(request, response, problem);
    }
}
