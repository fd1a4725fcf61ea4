/** Time since a step was shown, and how much of it the page was in front with the focus. */
export class Stopwatch {
  #started = performance.now();
  #active = 0;
  /** Since when the page has been active, or null while it is not. @type {number|null} */
  #since = null;
  #hidden = false;
  #stop = new AbortController();

  constructor() {
    const { signal } = this.#stop;
    const look = () => this.#look();
    document.addEventListener("visibilitychange", look, { signal });
    globalThis.addEventListener("focus", look, { signal });
    globalThis.addEventListener("blur", look, { signal });
    look();
  }

  /** @returns {number} ms since the start */
  get elapsed() {
    return performance.now() - this.#started;
  }

  /** @returns {import("../types.js").Timing} */
  stop() {
    this.#pause();
    this.#stop.abort();
    return { rtMs: this.elapsed, activeMs: this.#active, hidden: this.#hidden };
  }

  #look() {
    this.#hidden ||= document.visibilityState === "hidden";
    this.#pause();
    if (document.visibilityState === "visible" && document.hasFocus()) this.#since = performance.now();
  }

  #pause() {
    if (this.#since !== null) this.#active += performance.now() - this.#since;
    this.#since = null;
  }
}
