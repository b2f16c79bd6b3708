package dev.carillon.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.platform.page.PageFrame;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;

class RefusalsTest {
    @Test
    void refusesAPersonWithAPageAndACallerWithAProblem() throws IOException {
        MockServletContext context = new MockServletContext();
        context.setAttribute(
                FaultPages.ATTRIBUTE,
                new FaultPages(
                        PageRoutes.builder().links("/unsubscribe").build(),
                        new PageFrame("Acme & Co", "https://app.example/")));

        MockHttpServletResponse page = refused(context, "/unsubscribe/t");
        assertThat(page.getStatus()).isEqualTo(429);
        assertThat(page.getHeader("Retry-After")).isNotNull();
        assertThat(page.getContentType()).isEqualTo(PageFrame.MEDIA_TYPE);
        assertThat(page.getContentAsString())
                .contains("Too many requests right now", "Acme &amp; Co", "https://app.example/");

        MockHttpServletResponse problem = refused(context, "/api/v1/notifications");
        assertThat(problem.getStatus()).isEqualTo(429);
        assertThat(problem.getContentType()).isEqualTo(ProblemWriter.MEDIA_TYPE);
    }

    private static MockHttpServletResponse refused(MockServletContext context, String path)
            throws IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();
        new Refusals().write(new MockHttpServletRequest(context, "GET", path), response);
        return response;
    }
}
