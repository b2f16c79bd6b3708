package dev.carillon.platform.outbox;

import dev.carillon.events.OutgoingRecord;
import dev.carillon.outbox.Outbox;
import dev.carillon.outbox.OutboxRecordTooLargeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The [Outbox] for code in Spring transactions, with JDBC or JPA: it appends through the connection of the current
/// transaction.
public class TransactionalOutbox {
    private final Outbox outbox;
    private final DataSource dataSource;
    private final SQLExceptionTranslator translator = new SQLStateSQLExceptionTranslator();

    public TransactionalOutbox(Outbox outbox, DataSource dataSource) {
        this.outbox = outbox;
        this.dataSource = dataSource;
    }

    /// Stores the records in the current transaction; they are published after it commits.
    ///
    /// @throws OutboxRecordTooLargeException when one is too large; nothing was stored
    /// @throws IllegalStateException without a transaction
    /// @throws org.springframework.dao.DataAccessException when the database fails
    public void append(List<OutgoingRecord> records) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException(
                    "The outbox must be called in the transaction that changes the state, but there is no transaction");
        }
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            outbox.append(connection, records);
        } catch (SQLException e) {
            throw translator.translate("append to the outbox", null, e);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /// @throws OutboxRecordTooLargeException when the record is larger than the outbox accepts
    public void checkSize(OutgoingRecord record) {
        outbox.checkSize(record);
    }
}
