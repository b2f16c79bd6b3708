package dev.carillon.local;

/// The ports at which a service reaches the three servers, on the loopback interface.
public record ServerPorts(int kafka, int postgres, int redis) {}
