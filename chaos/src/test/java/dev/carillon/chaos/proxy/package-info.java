@org.jspecify.annotations.NullMarked
package dev.carillon.chaos.proxy;
