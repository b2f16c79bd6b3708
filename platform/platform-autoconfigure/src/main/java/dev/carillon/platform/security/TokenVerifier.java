package dev.carillon.platform.security;

/// Verifies a JWT outside the servlet chain. Thread-safe; may block while keys are fetched.
public interface TokenVerifier {
    Verification verify(String jwt);
}
