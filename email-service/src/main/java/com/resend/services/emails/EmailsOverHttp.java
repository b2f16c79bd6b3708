package com.resend.services.emails;

import com.resend.core.net.IHttpClient;

/// Opens the one constructor of [Emails] that takes an HTTP client, which is package-private: the library's own client has
/// neither timeouts nor another base URL, and drops the answer's headers.
public final class EmailsOverHttp {
    private EmailsOverHttp() {}

    /// @param http performs the calls; with base URL and timeouts of its own
    public static Emails with(String apiKey, IHttpClient<String> http) {
        return new Emails(apiKey, http);
    }
}
