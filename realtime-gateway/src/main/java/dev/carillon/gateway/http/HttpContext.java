package dev.carillon.gateway.http;

import dev.carillon.gateway.connection.Connections;
import dev.carillon.gateway.settings.GatewaySettings;
import dev.carillon.platform.security.TokenVerifier;
import dev.carillon.platform.web.AllowedOrigins;
import java.util.concurrent.Executor;

/// What every front door shares.
///
/// @param workers virtual threads, for what may block
record HttpContext(
        GatewaySettings settings,
        Routes routes,
        Admissions admissions,
        Connections connections,
        TokenVerifier tokens,
        AllowedOrigins origins,
        Cors cors,
        Refusals refusals,
        Lobby lobby,
        Executor workers) {}
