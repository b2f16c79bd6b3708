package dev.carillon.platform.web;

import java.io.IOException;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/// Answers requests that Tomcat rejects before any filter runs, such as a request line that is not HTTP, with a
/// problem, and logs one line for each. Tomcat creates the valve by its class name.
public final class ProblemValve extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, @Nullable Throwable fault) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        ProblemException problem = StandardProblems.of(status, null);
        WellFormedRequestFilter.logRefused(problem);
        try {
            ProblemWriter.write(pages(request), request, response, problem);
        } catch (IOException | IllegalStateException gone) {
            container
                    .getLogger()
                    .debug("The client disconnected before its error was written", gone);
        }
    }

    /// Tomcat maps a request whose path could not be decoded to no context; the host has only one.
    private @Nullable FaultPages pages(Request request) {
        if (request.getRequestURI() == null) {
            return null;
        }
        for (Container child : container.findChildren()) {
            if (child instanceof Context context) {
                return FaultPages.of(context.getServletContext());
            }
        }
        return null;
    }
}
