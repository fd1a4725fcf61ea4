import { COARSEST_CLOCK_MS } from "./device.js";
import { RESPONSE_KEY } from "./responses.js";

/** A page at rest handles a press within a few ms; an event that seems older than this has its time from elsewhere. */
export const LATEST_HANDLED_MS = 250;

/**
 * @typedef {object} CheckedPress
 * @property {number} time  the event's own, ms
 * @property {number} handled  performance.now() in the handler
 * @property {boolean} repeat  the browser says that the key was held
 * @property {boolean} held  the key had not come up since the press before
 */

/** Collects presses as the browser gives them, to see whether they can be relied on. */
export class PressCheck {
  /** @type {CheckedPress[]} */
  all = [];
  #down = false;
  #signal;
  #heard = () => {};

  /**
   * @param {HTMLElement} stage
   * @param {AbortSignal} signal  ends the listening
   */
  constructor(stage, signal) {
    this.#signal = signal;
    const options = { signal, capture: true };
    document.addEventListener("keydown", (event) => this.#key(event), options);
    document.addEventListener("keyup", (event) => event.code === RESPONSE_KEY && (this.#down = false), options);
    globalThis.addEventListener("blur", () => (this.#down = false), { signal }); // the key comes up elsewhere
    stage.addEventListener("pointerdown", (event) => this.#keep(event, false, false), { signal });
    signal.addEventListener("abort", () => this.#heard());
  }

  /** Resolves at the next press that is not a held key's, or when the listening ends. */
  next() {
    if (this.#signal.aborted) return Promise.resolve();
    return new Promise((resolve) => (this.#heard = resolve));
  }

  #key(event) {
    if (event.code !== RESPONSE_KEY) return;
    event.preventDefault();
    const held = this.#down;
    this.#down = true;
    this.#keep(event, event.repeat, held);
  }

  #keep(event, repeat, held) {
    this.all.push({ time: event.timeStamp, handled: performance.now(), repeat, held });
    if (!repeat && !held) this.#heard();
  }
}

/**
 * @param {CheckedPress[]} presses
 * @returns {import("./device.js").TimingFault[]}
 */
export function pressFaults(presses) {
  // Rounded clocks may put an event a step after its handling.
  const astray = presses.filter(({ time, handled }) => {
    return time > handled + COARSEST_CLOCK_MS || time < handled - LATEST_HANDLED_MS;
  });
  /** @type {import("./device.js").TimingFault[]} */
  const faults = [];
  if (astray.length * 2 > presses.length) faults.push("event_clock");
  if (presses.some(({ repeat, held }) => held && !repeat)) faults.push("key_repeat");
  return faults;
}
