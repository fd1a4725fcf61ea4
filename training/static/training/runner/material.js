import { element } from "../dom.js";
import { record } from "./record.js";
import { prose } from "./sanitised.js";

/** @typedef {import("../types.js").JudgementStep} JudgementStep */

/**
 * What is to be read before answering.
 *
 * @param {JudgementStep} step
 * @returns {HTMLElement[]}
 * @throws {Error} on a shape this page does not know
 */
export function material(step) {
  if (step.shape === "choice") return step.passages.map(({ label, text }) => passage(label, text));
  if (step.shape === "pair") return pair(step);
  if (step.shape === "lesson") return [prose(step.html)];
  if (step.shape === "record") return [record(step.record)];
  throw new Error(`This page has no step of the shape ${step.shape}.`);
}

function pair(step) {
  // Where a text has Markdown that means something, the server sends it rendered as well.
  const { prompt, left, right } = step.html ?? {};
  const sides = [passage("Left", step.left, "left", left), passage("Right", step.right, "right", right)];
  return [passage("Prompt", step.prompt, null, prompt), element("div", { class: "pair" }, ...sides)];
}

function passage(label, text, side = null, html = null) {
  return element(
    "article",
    { class: "passage", "data-side": side },
    label && element("h2", { class: "passage-label", text: label }),
    html ? prose(html) : element("div", { class: "passage-text", text }),
  );
}
