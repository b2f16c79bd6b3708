package dev.carillon.api.type;

import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface TypeRows extends Repository<TypeRow, TypeId> {
    /// All types of a tenant in order of key, withdrawn ones included.
    @Query("select t from TypeRow t where t.id.tenant = :tenant order by t.id.key")
    List<TypeRow> all(String tenant);

    TypeRow save(TypeRow row);
}
