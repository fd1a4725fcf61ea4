/** @typedef {import("../types.js").FirstAnswer} FirstAnswer */

/** "I caught myself": keeps the answer a person steps back from. Only the first such answer counts. */
export class SecondThought {
  /** @type {FirstAnswer|null} */
  first = null;

  /**
   * @param {string} choice
   * @param {number|null} confidence
   * @param {number} atMs  since the step was shown
   * @param {Record<string, any>} parts  what else it held
   */
  keep(choice, confidence, atMs, parts = {}) {
    this.first ??= { choice, confidence, atMs, ...(Object.keys(parts).length > 0 && { parts }) };
  }
}
