/** The refresh rates that every case is tried at. */
export const RATES = [60, 75, 90, 120, 144];

/** @param {(hz: number) => object[]} casesAt @returns {object[]} the cases of every rate */
export const atEveryRate = (casesAt) => RATES.flatMap(casesAt);

/** Where the made-up clock begins, ms. */
const START = 1000;

/**
 * A display with a clock, both made up: `clock` of the kernel's functions, or driven tick by tick.
 * `gaps[n]` is how many frames pass between the n-th callback (from 1) and the next; one where nothing is said.
 */
export class FakeDisplay {
  /** Frames that have passed, the missed ones included. */
  frame = 0;
  callbacks = 0;
  #gaps;
  #rounding;
  #pending = null;

  /**
   * @param {number} hz
   * @param {{gaps?: Record<number, number>, rounding?: number}} [options]  `rounding` of timestamps, ms
   */
  constructor(hz, { gaps = {}, rounding = 0 } = {}) {
    this.frameMs = 1000 / hz;
    this.#gaps = gaps;
    this.#rounding = rounding;
  }

  /** @returns {number} ms of a frame on the made-up clock */
  at(frame) {
    const exact = START + frame * this.frameMs;
    return this.#rounding ? Math.round(exact / this.#rounding) * this.#rounding : exact;
  }

  now() {
    return this.at(this.frame);
  }

  requestFrame(callback) {
    this.#pending = callback;
  }

  /** Give a callback its frame and go on to the next one. */
  give(callback) {
    callback(this.now());
    this.callbacks += 1;
    this.frame += this.#gaps[this.callbacks] ?? 1;
  }

  /** Frames for whoever asks for one, until nobody does. */
  run(atMost = 100_000) {
    while (this.#pending && this.callbacks < atMost) {
      const callback = this.#pending;
      this.#pending = null;
      this.give(callback);
    }
  }

  /** Frames for a loop until it is done. */
  play(loop, atMost = 100_000) {
    while (!loop.done && this.callbacks < atMost) this.give((timestamp) => loop.tick(timestamp));
  }
}
