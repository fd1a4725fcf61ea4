/**
 * Reading and thinking need no hand, so that being idle begins late: half a minute without a touch is nothing unusual
 * over a short text, and only what lies beyond it counts.
 */
export const IDLE_AFTER_MS = 30_000;

/** Characters a second of a slow reader, about 150 words a minute: nobody is idle who may still be reading. */
const SLOW_READING = 15;

/** What shows that somebody is there; scrolling also of a part of the page. */
const SIGNS_OF_LIFE = ["pointermove", "pointerdown", "keydown", "wheel", "scroll", "touchmove"];

/**
 * @param {number} characters  to be read
 * @returns {number} ms without any input after which the person counts as idle
 */
export function idleAfter(characters) {
  return Math.max(IDLE_AFTER_MS, (1000 * characters) / SLOW_READING);
}

/** Time since a step was shown, how much of it the page was in front with the focus, and how much of that was idle. */
export class Stopwatch {
  #now;
  #idleAfterMs;
  #started;
  #active = 0;
  #idle = 0;
  /** The last sign of life while the page is in front, or null while it is not. @type {number|null} */
  #since = null;
  #hidden = false;
  #stop = new AbortController();

  /** @param {{idleAfterMs?: number, now?: () => number}} [options]  now: a clock in ms */
  constructor({ idleAfterMs = IDLE_AFTER_MS, now = () => performance.now() } = {}) {
    this.#idleAfterMs = idleAfterMs;
    this.#now = now;
    this.#started = now();
    const { signal } = this.#stop;
    const look = () => this.#look();
    document.addEventListener("visibilitychange", look, { signal });
    globalThis.addEventListener("focus", look, { signal });
    globalThis.addEventListener("blur", look, { signal });
    for (const sign of SIGNS_OF_LIFE) {
      document.addEventListener(sign, () => this.#settle(), { signal, capture: true, passive: true });
    }
    look();
  }

  /** @returns {number} ms since the start */
  get elapsed() {
    return this.#now() - this.#started;
  }

  /** @returns {number} ms in front, with the focus and not idle */
  get active() {
    return this.#active + Math.min(this.#quiet, this.#idleAfterMs);
  }

  /** @returns {import("../types.js").Timing} */
  stop() {
    this.#settle();
    this.#since = null;
    this.#stop.abort();
    return { rtMs: this.elapsed, activeMs: this.#active, idleMs: this.#idle, hidden: this.#hidden };
  }

  #look() {
    this.#hidden ||= document.visibilityState === "hidden";
    this.#settle();
    this.#since = document.visibilityState === "visible" && document.hasFocus() ? this.#now() : null;
  }

  /** ms in front since the last sign of life */
  get #quiet() {
    return this.#since === null ? 0 : this.#now() - this.#since;
  }

  /** Book the quiet time: what came before this sign of life. */
  #settle() {
    if (this.#since === null) return;
    const quiet = this.#quiet;
    this.#active += Math.min(quiet, this.#idleAfterMs);
    this.#idle += Math.max(0, quiet - this.#idleAfterMs);
    this.#since = this.#now();
  }
}
