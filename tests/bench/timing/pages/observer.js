/**
 * What was really on the screen, found out beside the contestant and in the same way for each of them.
 *
 * A probe changes its size in every frame. Its ResizeObserver is called after all animation callbacks and the layout,
 * right before the paint, and so sees the page as it will be painted, whoever changed it and when. What is painted in
 * one frame is on the screen from the next one on: that frame's timestamp dates the change.
 */

/** More frames than any chunk has: ten minutes at 144 Hz. */
const MOST_FRAMES = 90_000;

/**
 * @typedef {object} Seen  one stimulus
 * @property {number} index  which trial's: from the digits, which follow each other in a known order
 * @property {number} on  ms
 * @property {number|null} off  ms; null while it is on
 */

export class Observer {
  /** @type {Seen[]} */
  seen = [];

  #timestamps = new Float64Array(MOST_FRAMES);
  #frames = 0;
  #selector;
  #onset;
  #painted = "";
  #dated = "";
  #running = true;
  #probe = document.createElement("div");

  /**
   * @param {string} selector  of the contestant's stimulus while it is on
   * @param {(index: number, on: number) => void} onset  called in the first frame that a stimulus is on
   */
  constructor(selector, onset) {
    this.#selector = selector;
    this.#onset = onset;
    this.#probe.id = "probe";
    document.body.append(this.#probe);
    new ResizeObserver(() => (this.#painted = this.#look())).observe(this.#probe);
    requestAnimationFrame((timestamp) => this.#frame(timestamp));
  }

  /** @returns {number[]} timestamps of all frames so far; nothing is watched any longer */
  stop() {
    this.#running = false;
    return Array.from(this.#timestamps.subarray(0, this.#frames));
  }

  #frame(timestamp) {
    if (!this.#running) return;
    this.#timestamps[this.#frames] = timestamp;
    this.#frames += 1;
    if (this.#painted !== this.#dated) this.#date(timestamp);
    this.#probe.style.width = `${1 + (this.#frames % 2)}px`;
    requestAnimationFrame((next) => this.#frame(next));
  }

  #date(timestamp) {
    const last = this.seen.at(-1);
    if (this.#dated) last.off = timestamp;
    this.#dated = this.#painted;
    if (!this.#dated) return;
    const index = indexOf(Number(this.#dated), last);
    this.seen.push({ index, on: timestamp, off: null });
    this.#onset(index, timestamp);
  }

  /** @returns {string} the digit in view, or "" */
  #look() {
    const node = document.querySelector(this.#selector);
    return node && getComputedStyle(node).visibility === "visible" ? node.textContent : "";
  }
}

/** The digit of a trial. Nine in turn, so that it is known which trial is missing if one was never seen. */
export const digitOf = (index) => 1 + (index % 9);

function indexOf(digit, last) {
  if (!last) return digit - 1;
  return last.index + 1 + ((digit - digitOf(last.index + 1) + 9) % 9);
}
