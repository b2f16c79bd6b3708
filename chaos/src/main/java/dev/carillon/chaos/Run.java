package dev.carillon.chaos;

import dev.carillon.chaos.proxy.Wires;
import dev.carillon.drive.BellClient;
import dev.carillon.drive.Callers;
import dev.carillon.drive.Database;
import dev.carillon.drive.EventLog;
import dev.carillon.drive.MailSink;
import dev.carillon.local.Stack;
import java.util.List;

/// What faults and the comparison work with.
///
/// @param wires the proxies around each process of a service
record Run(
        Stack stack,
        Callers callers,
        Database database,
        EventLog log,
        MailSink sink,
        Book book,
        Load load,
        List<BellClient> bells,
        List<Wires> wires,
        Rollout rollout) {
    static final int REPLICAS = 2;
}
