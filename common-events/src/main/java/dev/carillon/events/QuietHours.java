package dev.carillon.events;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.LocalTime;

/// Every day from start to end in the recipient's zone; end before start means past midnight. Both ends `HH:mm`.
public record QuietHours(
        @JsonFormat(pattern = "HH:mm") LocalTime start,
        @JsonFormat(pattern = "HH:mm") LocalTime end) {}
