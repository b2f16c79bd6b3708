package dev.carillon.local;

/// Where a service finds the three servers, on the loopback.
public record ServerPorts(int kafka, int postgres, int redis) {}
