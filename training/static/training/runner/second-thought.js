/** @typedef {import("../types.js").FirstAnswer} FirstAnswer */

/** "I caught myself": keeps the answer a person steps back from. Only the first such answer counts. */
export class SecondThought {
  /** @type {FirstAnswer|null} */
  first = null;

  /**
   * @param {string} choice
   * @param {number|null} confidence
   * @param {number} atMs  since the step was shown
   */
  keep(choice, confidence, atMs) {
    this.first ??= { choice, confidence, atMs };
  }
}
