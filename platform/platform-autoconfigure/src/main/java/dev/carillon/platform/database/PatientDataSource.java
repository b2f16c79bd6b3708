package dev.carillon.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// Connections of another data source without a network timeout: for migrations, which may run long, such as building
/// the index of a large table. The pool sets its own timeout again when a connection is returned.
public final class PatientDataSource extends DelegatingDataSource {
    public PatientDataSource(DataSource impatient) {
        super(impatient);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return patient(super.getConnection());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return patient(super.getConnection(username, password));
    }

    private static Connection patient(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, 0);
        return connection;
    }
}
