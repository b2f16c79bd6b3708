/// Addresses that receive no email, whatever types and preferences say.
@org.jspecify.annotations.NullMarked
package dev.carillon.email.suppression;
