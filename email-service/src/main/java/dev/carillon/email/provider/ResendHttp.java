package dev.carillon.email.provider;

import com.resend.core.net.AbstractHttpResponse;
import com.resend.core.net.HttpMethod;
import com.resend.core.net.IHttpClient;
import com.resend.core.net.RequestOptions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// The HTTP client for resend-java, shared by all calls. It sets the base URL and the timeouts, and keeps the response
/// headers, which the library discards. What it observed is stored in the caller's [Exchange].
final class ResendHttp implements IHttpClient<String> {
    /// Bound for the duration of each call.
    static final ScopedValue<Exchange> EXCHANGE = ScopedValue.newInstance();

    private final OkHttpClient client;
    private final String baseUrl;

    ResendHttp(ResendProperties properties) {
        this.baseUrl = properties.baseUrl().toString().replaceAll("/+$", "");
        this.client =
                new OkHttpClient.Builder()
                        .connectTimeout(properties.connectTimeout())
                        .callTimeout(properties.timeout())
                        .readTimeout(properties.timeout())
                        .writeTimeout(properties.timeout())
                        .retryOnConnectionFailure(false) // Carillon counts the attempts itself.
                        .followRedirects(false)
                        .eventListener(new Connects())
                        .build();
    }

    /// What was observed during one call, besides the response.
    static final class Exchange {
        private volatile boolean connected;
        private volatile @Nullable Duration retryAfter;

        /// Whether bytes may have reached the provider.
        boolean connected() {
            return connected;
        }

        @Nullable Duration retryAfter() {
            return retryAfter;
        }
    }

    @Override
    public AbstractHttpResponse<String> perform(
            String path,
            String apiKey,
            HttpMethod method,
            @Nullable String body,
            MediaType type,
            @Nullable RequestOptions options) {
        Request.Builder request =
                new Request.Builder()
                        .url(baseUrl + path)
                        .header("Authorization", "Bearer " + apiKey)
                        .header("Accept", "application/json")
                        .header("User-Agent", "carillon-email-service");
        if (options != null && options.getIdempotencyKey() != null) {
            request.header("Idempotency-Key", options.getIdempotencyKey());
        }
        request.method(method.name(), body == null ? null : RequestBody.create(body, type));
        Exchange exchange = EXCHANGE.isBound() ? EXCHANGE.get() : new Exchange();
        request.tag(Exchange.class, exchange);
        try (Response response = client.newCall(request.build()).execute()) {
            exchange.connected = true;
            exchange.retryAfter = seconds(response.header("retry-after"));
            return new AbstractHttpResponse<>(
                    response.code(), response.body().string(), response.isSuccessful());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public AbstractHttpResponse<String> perform(
            String path, String apiKey, HttpMethod method, @Nullable String body, MediaType type) {
        return perform(path, apiKey, method, body, type, (RequestOptions) null);
    }

    @Override
    public AbstractHttpResponse<String> perform(
            String path,
            String apiKey,
            HttpMethod method,
            @Nullable String body,
            MediaType type,
            Map<String, String> headers) {
        return perform(path, apiKey, method, body, type, (RequestOptions) null);
    }

    @Override
    public AbstractHttpResponse<String> performMultipart(
            String path,
            String apiKey,
            HttpMethod method,
            File file,
            MediaType type,
            Map<String, String> fields) {
        throw new UnsupportedOperationException("emails are sent as JSON");
    }

    @Override
    public AbstractHttpResponse<String> performMultipart(
            String path,
            String apiKey,
            HttpMethod method,
            File file,
            MediaType type,
            Map<String, String> fields,
            RequestOptions options) {
        throw new UnsupportedOperationException("emails are sent as JSON");
    }

    @Override
    public AbstractHttpResponse<String> performMultipart(
            String path,
            String apiKey,
            HttpMethod method,
            byte[] content,
            String name,
            MediaType type,
            Map<String, String> fields) {
        throw new UnsupportedOperationException("emails are sent as JSON");
    }

    @Override
    public AbstractHttpResponse<String> performMultipart(
            String path,
            String apiKey,
            HttpMethod method,
            byte[] content,
            String name,
            MediaType type,
            Map<String, String> fields,
            RequestOptions options) {
        throw new UnsupportedOperationException("emails are sent as JSON");
    }

    private static @Nullable Duration seconds(@Nullable String header) {
        try {
            return header == null
                    ? null
                    : Duration.ofMillis((long) (Double.parseDouble(header.strip()) * 1000));
        } catch (NumberFormatException aDate) {
            return null;
        }
    }

    /// Distinguishes a call that never reached the provider from one that may have.
    private static final class Connects extends EventListener {
        @Override
        public void requestHeadersStart(Call call) {
            Exchange exchange = call.request().tag(Exchange.class);
            if (exchange != null) {
                exchange.connected = true;
            }
        }
    }
}
