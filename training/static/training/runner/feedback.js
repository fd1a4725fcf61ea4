import { element } from "../dom.js";
import { partsFeedback } from "./parts.js";

/** @typedef {import("../types.js").Feedback} Feedback */

/**
 * What the server says about an answer: the verdict, why, and which factors a good rationale names.
 *
 * @param {Feedback} feedback
 * @param {import("../types.js").Step} step
 * @returns {HTMLElement[]}
 */
export function feedbackContent(feedback, step) {
  const { kind, text } = feedback.verdict ?? verdict(feedback, ["lesson", "record"].includes(step.shape));
  const factors = feedback.factors ?? [];
  return [
    element("p", { class: `verdict state-${kind}`, text }),
    feedback.rationale ? element("p", { class: "feedback-reason", text: feedback.rationale }) : null,
    factors.length > 0 ? factorList(factors) : null,
    feedback.trap ? trapLine(feedback.trap, feedback.correct) : null,
    ...partsFeedback(feedback, step),
    step.contestUrl && !feedback.correct ? contestLine(step.contestUrl) : null,
  ].filter((node) => node !== null);
}

function verdict({ correct, credit, keyName }, taught) {
  if (correct) return { kind: "good", text: taught ? "Right" : "Matches the key" };
  const key = taught ? `The right answer is: ${keyName}` : `The key is: ${keyName}`;
  if (correct === null) return { kind: "good", text: keyName ? key : "Your answer is stored" };
  if (credit > 0) return { kind: "warn", text: `Accepted in part. ${key}` };
  return { kind: "bad", text: key };
}

function contestLine(url) {
  return element("p", {}, element("a", { href: url, text: "Contest this key" }));
}

/** A way to go wrong that this person met before, in another item. */
function trapLine({ name, advice }, passed) {
  const words = passed ? "You missed this trap before, and passed it here" : "You missed this trap before, and it caught you again";
  return element("p", {}, element("strong", { text: `${words}: ${name}. ` }), advice);
}

function factorList(factors) {
  const row = ({ name, text }) => element("div", {}, element("dt", { text: name }), element("dd", { text }));
  return element("dl", { class: "factors" }, ...factors.map(row));
}
