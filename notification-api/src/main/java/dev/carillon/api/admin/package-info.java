/// For operators: what admins did, and how much of everything there was.
@NullMarked
package dev.carillon.api.admin;

import org.jspecify.annotations.NullMarked;
