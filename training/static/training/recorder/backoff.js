/** First wait: long enough for a dropped packet, short enough that nobody looks up. */
export const FIRST_WAIT_MS = 1000;
/** Longest wait: an hour offline must not mean an hour until the first try after it. */
export const LONGEST_WAIT_MS = 60_000;

/** Exponential waits with jitter, so that a room of browsers does not return to a restarted server at once. */
export class Backoff {
  #failures = 0;
  #random;

  /** @param {() => number} [random] in [0, 1) */
  constructor(random = Math.random) {
    this.#random = random;
  }

  /** @returns {number} ms to wait after one more failure: between half and all of the doubled wait */
  next() {
    const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
    this.#failures += 1;
    return ceiling * (0.5 + this.#random() / 2);
  }

  reset() {
    this.#failures = 0;
  }
}
