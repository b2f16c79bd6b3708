// Pauses between attempts: exponential back-off with full jitter, so that clients that lost a server do not all return
// at once.

/**
 * @param {number} attempt from 0
 * @param {() => number} [random] in [0, 1)
 * @returns {number} milliseconds: a random part of 250 ms · 2^attempt, which is limited to 30 s
 */
export function backoff(attempt, random = Math.random) {
  const ceiling = Math.min(30_000, 250 * 2 ** Math.min(attempt, 20));
  return Math.round(ceiling * (0.1 + 0.9 * random()));
}
