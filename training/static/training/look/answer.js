/**
 * What is kept and sent for one section.
 *
 * @param {import("../types.js").LookStep} step
 * @param {{marked: string[], marks: import("./marks.js").Mark[]}|{skipped: true}} answer
 * @param {import("../types.js").Timing} timing
 */
export function answerOf(step, answer, timing) {
  return { step: step.step, answer, confidence: null, first: null, timing };
}
