package dev.carillon.email.delivery;

import java.util.UUID;

/// A row that is ours until the lease ends or another claim takes a new token.
record Claim(Message message, UUID token) {}
