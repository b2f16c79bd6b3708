/// Redis: quota, tickets, counts and limits. No start waits for it; each feature that uses it documents what happens
/// without it.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.redis;
