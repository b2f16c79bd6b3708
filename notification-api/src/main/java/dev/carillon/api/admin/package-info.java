/// For operators: the audit log of admins' actions, and counts over time.
@NullMarked
package dev.carillon.api.admin;

import org.jspecify.annotations.NullMarked;
