package dev.carillon.api.type;

import jakarta.persistence.Embeddable;
import java.io.Serializable;

@Embeddable
record TypeId(String tenant, String key) implements Serializable {}
