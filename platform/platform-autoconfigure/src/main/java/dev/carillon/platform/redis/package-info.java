/// Redis: quota, tickets, counts and limits. No start waits for it; what it serves says itself what happens without it.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.redis;
