package dev.carillon.api.recipient;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface RecipientRows extends Repository<RecipientRow, RecipientId> {
    Optional<RecipientRow> findById(RecipientId id);

    /// Locks rows in order of id; by the primary key.
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query(
            """
            select r from RecipientRow r
            where r.id.tenant = :tenant and r.id.recipient in :recipients
            order by r.id.recipient
            """)
    List<RecipientRow> lock(String tenant, Collection<String> recipients);
}
