// Waits between attempts: exponential with full jitter, so that clients that lost a server together do not return together.

/**
 * @param {number} attempt from 0
 * @param {() => number} [random] in [0, 1)
 * @returns {number} milliseconds, 250 ms · 2^attempt at most 30 s, of which a random part
 */
export function backoff(attempt, random = Math.random) {
  const ceiling = Math.min(30_000, 250 * 2 ** Math.min(attempt, 20));
  return Math.round(ceiling * (0.1 + 0.9 * random()));
}
