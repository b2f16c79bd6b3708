package dev.carillon.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// Another data source's connections, which wait for an answer for as long as it takes: for migrations, such as the index of a
/// large table. A pool gives them its own patience again when they come back.
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
