/**
 * @typedef {object} Press
 * @property {number} time  ms on the performance.now() clock: when it happened, not when it was handled
 * @property {string} key  "Space" or "touch"
 * @property {boolean} repeat  made by the keyboard while the key was held
 */

/** The one key a drill listens to: large, and in the same place on every layout. */
export const RESPONSE_KEY = "Space";
export const TOUCH = "touch";

/** Further from now than this, an event's own time is on another clock (old browsers give the wall clock). */
const SAME_CLOCK_MS = 5000;

/** Collects presses of the space bar and touches of the stage. */
export class Responses {
  /** @type {Press[]} */
  presses = [];
  #now;

  /**
   * @param {HTMLElement} stage
   * @param {AbortSignal} signal  ends the listening
   * @param {() => number} [now]
   */
  constructor(stage, signal, now = () => performance.now()) {
    this.#now = now;
    document.addEventListener("keydown", (event) => this.#key(event), { signal, capture: true });
    // pointerdown comes before click and without the delay that browsers add to tell taps apart
    stage.addEventListener("pointerdown", (event) => this.#touch(event), { signal });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.code !== RESPONSE_KEY) return;
    event.preventDefault(); // space scrolls, and presses a focused button
    this.presses.push({ time: this.#timeOf(event), key: RESPONSE_KEY, repeat: event.repeat });
  }

  /** @param {PointerEvent} event */
  #touch(event) {
    event.preventDefault();
    this.presses.push({ time: this.#timeOf(event), key: TOUCH, repeat: false });
  }

  #timeOf(event) {
    const now = this.#now();
    return Math.abs(now - event.timeStamp) < SAME_CLOCK_MS ? event.timeStamp : now;
  }
}
