// Patience: how long to wait before the next try, so that a returning network or server is not trampled.

const SHORTEST = 1000;
const LONGEST = 5 * 60 * 1000;

/**
 * Back-off with full jitter: anywhere between nothing and twice as much as the time before, from 1 s to 5 min.
 * @param {number} failures Tries that failed in a row, 1 or more.
 * @param {number} [asked] Seconds the server asked us to wait (Retry-After); never waits less, nor over 5 min.
 * @param {() => number} [chance] From 0 to 1.
 * @returns {number} Milliseconds.
 */
export function backOff(failures, asked = 0, chance = Math.random) {
  const most = Math.min(LONGEST, SHORTEST * 2 ** Math.min(failures - 1, 20));
  return Math.max(chance() * most, Math.min(asked * 1000, LONGEST));
}
