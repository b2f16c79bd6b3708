package com.resend.services.emails;

import com.resend.core.net.IHttpClient;

/// Makes a package-private constructor of [Emails] available: the one that accepts an HTTP client. The library's own
/// client has no timeouts, no configurable base URL, and discards the response headers.
public final class EmailsOverHttp {
    private EmailsOverHttp() {}

    /// @param http performs the calls; it sets the base URL and the timeouts
    public static Emails with(String apiKey, IHttpClient<String> http) {
        return new Emails(apiKey, http);
    }
}
