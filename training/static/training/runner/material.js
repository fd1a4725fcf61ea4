import { element } from "../dom.js";
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
  throw new Error(`This page has no step of the shape ${step.shape}.`);
}

function pair(step) {
  const left = passage("Left", step.left, "left");
  const right = passage("Right", step.right, "right");
  return [passage("Prompt", step.prompt), element("div", { class: "pair" }, left, right)];
}

function passage(label, text, side = null) {
  return element(
    "article",
    { class: "passage", "data-side": side },
    label && element("h2", { class: "passage-label", text: label }),
    element("div", { class: "passage-text", text }),
  );
}
