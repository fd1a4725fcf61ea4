/**
 * Presses the space bar at known times after a stimulus is really on: a page timer, and the clock read as it fires.
 * The event takes the way of a key press from the document on. The way before it, from the keyboard to the browser, is
 * the same for all pages and left out.
 */
export class Presses {
  /** @type {{index: number, delay: number, after: number}[]} `after`: ms from the stimulus' onset, as it came out */
  made = [];
  #delays;

  /** @param {number[]} delays  ms, taken in turns; none presses nothing */
  constructor(delays) {
    this.#delays = delays;
  }

  plan(index, on) {
    if (this.#delays.length === 0) return;
    const delay = this.#delays[index % this.#delays.length];
    setTimeout(() => this.#press(index, delay, on), on + delay - performance.now());
  }

  #press(index, delay, on) {
    const key = { code: "Space", key: " ", bubbles: true, cancelable: true };
    const target = document.activeElement ?? document.body;
    this.made.push({ index, delay, after: performance.now() - on });
    target.dispatchEvent(new KeyboardEvent("keydown", key));
    target.dispatchEvent(new KeyboardEvent("keyup", key));
  }
}
