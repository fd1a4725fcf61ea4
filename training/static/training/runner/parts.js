/** @typedef {import("../types.js").JudgementStep} JudgementStep */
/** @typedef {import("../types.js").Part} Part */

/**
 * @typedef {object} PartFile  what the file of a part exports
 * @property {new (data: any, step: JudgementStep, changed: () => void) => Part} [Part]
 * @property {(data: any, step: JudgementStep) => Node[]} [feedback]  what is said of it afterwards
 * @property {[string[], string][]} [KEYS]  its keys and what they do, for the list of keys
 */

/**
 * What a judgement may carry besides its choice, by the name that the server gives it.
 *
 * @type {Record<string, () => Promise<PartFile>>}
 */
const FILES = {
  before: () => import("./parts/before.js"),
  flag: () => import("./parts/flag.js"),
  soft: () => import("./parts/soft.js"),
  cases: () => import("./parts/cases.js"),
  pauses: () => import("./parts/pauses.js"),
  points: () => import("./parts/points.js"),
  strength: () => import("./parts/strength.js"),
  ratings: () => import("./parts/ratings.js"),
  reasons: () => import("./parts/reasons.js"),
  rationale: () => import("./parts/rationale.js"),
};

/** @type {Map<string, PartFile>} */
const loaded = new Map();

/**
 * The parts that a page has, all at its start: later there may be no connection.
 *
 * @param {JudgementStep[]} steps
 */
export async function loadParts(steps) {
  const names = new Set(steps.flatMap((step) => Object.keys(step.parts ?? {})));
  for (const name of names) {
    if (!FILES[name]) throw new Error(`This page has no part named ${name}.`);
    loaded.set(name, await FILES[name]());
  }
}

/**
 * @param {JudgementStep} step
 * @param {() => void} changed  to be called whenever the part's value is another
 * @returns {Part[]} in the order of the server, each with its `name`
 */
export function partsOf(step, changed) {
  return Object.entries(step.parts ?? {})
    .filter(([name]) => loaded.get(name).Part)
    .map(([name, data]) => Object.assign(new (loaded.get(name).Part)(data, step, changed), { name }));
}

/** @returns {[string[], string][]} the keys of all parts that the page has */
export function partKeys() {
  return [...loaded.values()].flatMap((file) => file.KEYS ?? []);
}

/**
 * What the server says of the parts of an answer.
 *
 * @param {import("../types.js").Feedback} feedback
 * @param {JudgementStep} step
 * @returns {Node[]}
 */
export function partsFeedback(feedback, step) {
  return Object.entries(feedback.parts ?? {}).flatMap(([name, data]) => loaded.get(name)?.feedback?.(data, step) ?? []);
}
