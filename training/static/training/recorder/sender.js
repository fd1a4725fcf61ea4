import { Backoff } from "./backoff.js";

/** @typedef {import("../types.js").QueuedAnswer} QueuedAnswer */
/** @typedef {import("../types.js").Outcome} Outcome */

/**
 * Sends queued answers in order, one request in flight, until the queue is empty or a reply says wait.
 *
 * "retry" outcomes are tried again after a growing wait. "blocked" ones (signed out, stale form token) are not:
 * only the person can resolve them, so the next try is at the next `wake`.
 */
export class Sender {
  #next;
  #send;
  #settle;
  #lock;
  #backoff;
  #timer = 0;
  #paused = false;
  #again = false;
  /** @type {Promise<void>|null} */
  #running = null;
  #inFlight = new AbortController();

  /**
   * @param {object} parts
   * @param {() => Promise<QueuedAnswer|undefined>} parts.next
   * @param {(queued: QueuedAnswer, signal: AbortSignal) => Promise<Outcome>} parts.send  never rejects
   * @param {(queued: QueuedAnswer, outcome: Outcome) => Promise<void>} parts.settle
   * @param {(work: () => Promise<Outcome|null>) => Promise<Outcome|null>} parts.lock
   * @param {Backoff} [parts.backoff]
   */
  constructor({ next, send, settle, lock, backoff = new Backoff() }) {
    this.#next = next;
    this.#send = send;
    this.#settle = settle;
    this.#lock = lock;
    this.#backoff = backoff;
  }

  /** Try now; while a run is under way, it looks at the queue once more before it ends. */
  wake() {
    if (this.#paused) return;
    this.#again = true;
    clearTimeout(this.#timer);
    this.#running ??= this.#run();
  }

  /** Try now, and start the waits from the shortest: something has changed (back online, person asks). */
  retry() {
    this.#backoff.reset();
    this.wake();
  }

  /**
   * Send nothing until `resume`. A request under way gets `graceMs` to finish and is then given up.
   *
   * @param {number} graceMs
   */
  async pause(graceMs) {
    this.#paused = true;
    clearTimeout(this.#timer);
    let timer = 0;
    const grace = new Promise((resolve) => (timer = setTimeout(resolve, graceMs)));
    await Promise.race([this.#running, grace]);
    clearTimeout(timer);
    this.#inFlight.abort();
  }

  get paused() {
    return this.#paused;
  }

  resume() {
    this.#paused = false;
    this.wake();
  }

  async #run() {
    /** @type {Outcome|null} */
    let stopped = null;
    try {
      do {
        this.#again = false;
        stopped = await this.#lock(() => this.#drain());
      } while (this.#again && !stopped);
    } finally {
      // In the same step as the last look at `#again`: a wake in between would be lost.
      this.#running = null;
    }
    if (stopped?.kind === "retry" && !this.#paused) {
      const wait = Math.max(this.#backoff.next(), stopped.afterMs ?? 0);
      this.#timer = setTimeout(() => this.wake(), wait);
    }
  }

  /** @returns {Promise<Outcome|null>} what stopped it, or null when the queue is empty */
  async #drain() {
    for (;;) {
      const queued = this.#paused ? undefined : await this.#next();
      if (!queued) return null;
      this.#inFlight = new AbortController();
      const outcome = await this.#send(queued, this.#inFlight.signal);
      await this.#settle(queued, outcome);
      if (outcome.kind === "retry" || outcome.kind === "blocked") return outcome;
      this.#backoff.reset();
    }
  }
}
