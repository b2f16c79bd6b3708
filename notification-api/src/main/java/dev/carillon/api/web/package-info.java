/// What all endpoints share: reading a body field by field, rate limits, static pages, the description of the API.
@NullMarked
package dev.carillon.api.web;

import org.jspecify.annotations.NullMarked;
