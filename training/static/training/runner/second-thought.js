/** @typedef {import("../types.js").FirstAnswer} FirstAnswer */

/** "I caught myself": keeps the answer a person steps back from. Only the first such answer counts. */
export class SecondThought {
  /** @type {FirstAnswer|null} */
  first = null;
  /** The answer that was about to go when the page asked for a pause. @type {FirstAnswer|null} */
  #held = null;

  /**
   * @param {string} choice
   * @param {number|null} confidence
   * @param {number} atMs  since the step was shown
   * @param {Record<string, any>} parts  what else it held
   */
  keep(choice, confidence, atMs, parts = {}) {
    this.first ??= answer(choice, confidence, atMs, parts);
  }

  /** As `keep`, for an answer that waits: it becomes the first one if another choice is confirmed in the end. */
  hold(choice, confidence, atMs, parts = {}) {
    this.#held ??= answer(choice, confidence, atMs, parts);
  }

  /**
   * @param {string} choice
   * @returns {boolean} whether it is another one than was about to go
   */
  differs(choice) {
    return this.#held !== null && this.#held.choice !== choice;
  }

  /**
   * @param {string} choice  the one that is confirmed
   * @returns {FirstAnswer|null} the answer that it took the place of
   */
  settle(choice) {
    if (this.differs(choice)) this.first ??= this.#held;
    return this.first;
  }
}

/** @returns {FirstAnswer} */
function answer(choice, confidence, atMs, parts) {
  return { choice, confidence, atMs, ...(Object.keys(parts).length > 0 && { parts }) };
}
