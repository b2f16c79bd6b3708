/// REST answers that several parts of Carillon read: clients, tools and services. Golden JSON files pin them.
@org.jspecify.annotations.NullMarked
package dev.carillon.events.rest;
