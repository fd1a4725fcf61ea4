/**
 * What a slider says, in words: for the eye beside it and for screen readers.
 *
 * @typedef {{name: string, low: string, high: string}} Scale
 */

/** The words of an unanswered slider. */
export const NOT_ANSWERED = "Not answered";

/**
 * Words for a rating from 0 to 100: for distress the number itself, for the others how far it leans to which end.
 *
 * @param {Scale} scale
 * @param {number} value
 * @returns {string}
 */
export function wordsFor(scale, value) {
  if (scale.name === "distress") return `${value} of 100`;
  const lean = Math.abs(value - 50);
  if (lean < 5) return `Neither ${scale.low} nor ${scale.high}`;
  const how = lean < 18 ? "A little" : lean < 35 ? "Rather" : "Very";
  return `${how} ${value < 50 ? scale.low : scale.high}`;
}
