/**
 * @typedef {object} Press
 * @property {number} time  ms on the performance.now() clock: when it happened
 * @property {number} handled  when the page came to handle it
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
    this.#keep(event, RESPONSE_KEY, event.repeat);
  }

  /** @param {PointerEvent} event */
  #touch(event) {
    event.preventDefault();
    this.#keep(event, TOUCH, false);
  }

  #keep(event, key, repeat) {
    const handled = this.#now();
    const time = Math.abs(handled - event.timeStamp) < SAME_CLOCK_MS ? event.timeStamp : handled;
    this.presses.push({ time, handled, key, repeat });
  }
}

/**
 * @param {Press[]} presses
 * @returns {"keyboard"|"touch"} what most presses came from; without any, what the device has
 */
export function inputOf(presses) {
  const touches = presses.filter((press) => press.key === TOUCH).length;
  if (presses.length === 0) return matchMedia("(pointer: coarse)").matches ? TOUCH : "keyboard";
  return touches * 2 > presses.length ? TOUCH : "keyboard";
}
