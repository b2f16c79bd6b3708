package dev.carillon.gateway.http;

import dev.carillon.gateway.connection.Connections;
import dev.carillon.gateway.settings.GatewaySettings;
import dev.carillon.platform.security.TokenVerifier;
import dev.carillon.platform.web.AllowedOrigins;
import java.util.concurrent.Executor;

/// What all [FrontDoor]s share.
///
/// @param workers virtual threads, for work that may block
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
