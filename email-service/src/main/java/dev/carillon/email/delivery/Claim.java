package dev.carillon.email.delivery;

import java.util.UUID;

/// A row that this process works on, until the lease ends or another claim sets a new token.
record Claim(Message message, UUID token) {}
