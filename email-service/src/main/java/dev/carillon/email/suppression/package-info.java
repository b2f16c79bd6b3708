/// Addresses that get no mail, whatever anyone decides.
@org.jspecify.annotations.NullMarked
package dev.carillon.email.suppression;
