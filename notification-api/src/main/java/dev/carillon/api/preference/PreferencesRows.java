package dev.carillon.api.preference;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// All by the primary key (tenant, recipient).
interface PreferencesRows extends Repository<PreferencesRow, PreferencesId> {
    Optional<PreferencesRow> findById(PreferencesId id);

    /// Creates the row with version 0 if it does not exist, so that there is a row to lock.
    @Modifying
    @Query(
            value =
                    """
                    insert into preferences (tenant, recipient, version, updated_at)
                    values (:tenant, :recipient, 0, :now)
                    on conflict do nothing
                    """,
            nativeQuery = true)
    void addMissing(String tenant, String recipient, Instant now);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select p from PreferencesRow p where p.id = :id")
    PreferencesRow lock(PreferencesId id);

    @Query(
            """
            select p.id.recipient, p.version from PreferencesRow p
            where p.id.tenant = :tenant and p.id.recipient in :recipients
            """)
    List<Object[]> versions(String tenant, Collection<String> recipients);

    /// The next rows after a key, in order of key. A row comparison lets Postgres start in the index at the key; with
    /// an `or` of the columns every page would read all rows before it.
    @Query(
            value =
                    """
                    select * from preferences
                    where (tenant, recipient) > (:tenant, :recipient)
                    order by tenant, recipient
                    limit :limit
                    """,
            nativeQuery = true)
    List<PreferencesRow> after(String tenant, String recipient, int limit);
}
