/// Shapes of REST answers that more than one part of Carillon reads: clients, tools and services. Golden JSON pins them.
@org.jspecify.annotations.NullMarked
package dev.carillon.events.rest;
