/** @typedef {{line: string, atMs: number, on: boolean}} Mark  atMs: since the section was first shown, as far as known */

const PREFIX = "attune-look-";
/** As many as the server takes; whoever changes their mind more often keeps the state, without the history. */
const MOST = 500;

/** Which lines of one section are marked, and how it came to that; kept on the device until the section is sent. */
export class Marks {
  /** Whether an earlier page, or an answer that was refused, left some. */
  restored = false;
  /** ms that earlier pages had spent, by their last mark */
  #spent = 0;
  #step;
  /** @type {Mark[]} */
  #history = [];
  /** @type {Set<string>} */
  #marked = new Set();

  /** @param {string} step  opaque token */
  constructor(step) {
    this.#step = step;
  }

  /**
   * The marks of a step, with what an earlier page left of it.
   *
   * @param {string} step
   * @param {object|null} [refused]  an answer that the server did not take, where no page has left anything
   */
  static of(step, refused = null) {
    const marks = new Marks(step);
    marks.#restore(refused);
    return marks;
  }

  /** @param {string} line */
  has(line) {
    return this.#marked.has(line);
  }

  get count() {
    return this.#marked.size;
  }

  /**
   * @param {string} line
   * @param {number} elapsedMs  on this page
   * @returns {boolean} whether it is marked now
   */
  toggle(line, elapsedMs) {
    const on = !this.#marked.delete(line);
    if (on) this.#marked.add(line);
    if (this.#history.length < MOST) this.#history.push({ line, atMs: Math.round(this.#spent + elapsedMs), on });
    this.#keep();
    return on;
  }

  /** @returns {{marked: string[], marks: Mark[]}} as it is sent */
  get answer() {
    return { marked: [...this.#marked], marks: this.#history };
  }

  /** The section has begun: a page loaded again goes on in it. */
  begin() {
    this.#keep();
  }

  /** It is sent, or on its way with the other answers. */
  forget() {
    try {
      localStorage.removeItem(PREFIX + this.#step);
    } catch {
      // Nothing was kept either.
    }
  }

  /** @returns {string|null} JSON; null where storage is blocked */
  #left() {
    try {
      return localStorage.getItem(PREFIX + this.#step);
    } catch {
      return null;
    }
  }

  #keep() {
    try {
      localStorage.setItem(PREFIX + this.#step, JSON.stringify(this.answer));
    } catch {
      // Storage is blocked or full: the marks live as long as the page.
    }
  }

  #restore(refused) {
    try {
      const { marked, marks } = JSON.parse(this.#left()) ?? refused;
      const [lines, history] = [new Set(marked), [...marks]];
      this.#marked = lines;
      this.#history = history;
      this.#spent = this.#history.at(-1)?.atMs ?? 0;
      this.restored = true;
    } catch {
      // Nothing there, or nothing that can be read.
    }
  }
}
