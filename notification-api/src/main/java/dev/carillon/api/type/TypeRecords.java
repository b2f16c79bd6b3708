package dev.carillon.api.type;

import dev.carillon.events.Catalogue;
import dev.carillon.events.NotificationType;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Topics;
import dev.carillon.platform.config.CarillonProperties;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// The records of `notification-types`.
@Component
class TypeRecords {
    private final String source;

    TypeRecords(CarillonProperties carillon) {
        this.source = carillon.source();
    }

    OutgoingRecord of(NotificationType type, Instant changedAt) {
        String key = type.tenant() + "/" + type.key();
        return OutgoingRecord.of(
                Topics.NOTIFICATION_TYPES,
                key,
                RecordTypes.NOTIFICATION_TYPE,
                "type:" + key + "@" + type.version(),
                source,
                changedAt,
                type.tenant(),
                null,
                type);
    }

    OutgoingRecord of(Catalogue catalogue) {
        String key = catalogue.tenant() + "/" + Catalogue.KEY;
        return OutgoingRecord.of(
                Topics.NOTIFICATION_TYPES,
                key,
                RecordTypes.CATALOGUE,
                "catalogue:" + key + "@" + catalogue.version(),
                source,
                catalogue.loadedAt(),
                catalogue.tenant(),
                null,
                catalogue);
    }
}
