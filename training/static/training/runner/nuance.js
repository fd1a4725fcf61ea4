/**
 * What the parts of one judgement tell each other: whether it is called ambiguous, and how a hundred people would
 * divide. "change" whenever either is another.
 */
export class Nuance extends EventTarget {
  flagged = false;
  /** Per cent by option, once they are stated. @type {Record<string, number>|null} */
  shares = null;

  /** @param {{flagged?: boolean, shares?: Record<string, number>|null}} changes */
  set(changes) {
    Object.assign(this, changes);
    this.dispatchEvent(new Event("change"));
  }
}

/** By step: its parts are made apart from each other. @type {WeakMap<object, Nuance>} */
const ofSteps = new WeakMap();

/**
 * @param {object} step
 * @returns {Nuance}
 */
export function nuanceOf(step) {
  if (!ofSteps.has(step)) ofSteps.set(step, new Nuance());
  return ofSteps.get(step);
}

/**
 * For a form that begins anew: nothing of what an earlier one held.
 *
 * @param {object} step
 * @returns {Nuance}
 */
export function freshNuance(step) {
  ofSteps.delete(step);
  return nuanceOf(step);
}
