package dev.carillon.platform.web;

import dev.carillon.events.Problem;
import dev.carillon.platform.page.PageFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// Writes the problem of a controller as a page if the route is one, whichever advice made it.
final class ProblemPageConverter extends AbstractHttpMessageConverter<Problem> {
    private final FaultPages pages;

    ProblemPageConverter(FaultPages pages) {
        super(MediaType.APPLICATION_PROBLEM_JSON);
        this.pages = pages;
    }

    @Override
    protected boolean supports(Class<?> type) {
        return Problem.class == type;
    }

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
        return super.canWrite(type, mediaType)
                && RequestContextHolder.getRequestAttributes()
                        instanceof ServletRequestAttributes current
                && pages.serve(current.getRequest());
    }

    @Override
    protected Problem readInternal(Class<? extends Problem> type, HttpInputMessage message) {
        throw new HttpMessageNotReadableException("problems are only written", message);
    }

    @Override
    protected void writeInternal(Problem problem, HttpOutputMessage message) throws IOException {
        ServletRequestAttributes current =
                (ServletRequestAttributes) RequestContextHolder.currentRequestAttributes();
        byte[] page = pages.page(current.getRequest(), problem).getBytes(StandardCharsets.UTF_8);
        message.getHeaders().setContentType(MediaType.parseMediaType(PageFrame.MEDIA_TYPE));
        PageFrame.headers().forEach(message.getHeaders()::set);
        message.getHeaders().setContentLength(page.length);
        message.getBody().write(page);
    }
}
