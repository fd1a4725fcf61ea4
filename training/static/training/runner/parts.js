/** @typedef {import("../types.js").JudgementStep} JudgementStep */
/** @typedef {import("../types.js").Part} Part */

/**
 * What a judgement may carry besides its choice, by the name that the server gives it. Each file exports a class
 * `Part`, and `feedback(data, step)` where there is something to say afterwards.
 *
 * @type {Record<string, () => Promise<{Part?: any, feedback?: (data: any, step: JudgementStep) => Node[]}>>}
 */
const FILES = {};

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
