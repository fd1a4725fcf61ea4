import { element } from "../dom.js";
import { feedbackContent } from "./feedback.js";
import { material } from "./material.js";

/** @typedef {import("./ledger.js").Entry} Entry */

/**
 * Feedback to answers that were stored after the person had gone on, each with what it is about.
 *
 * @param {Entry[]} entries
 * @returns {HTMLElement}
 */
export function lateFeedback(entries) {
  const heading = element("h2", { text: "Feedback that came later" });
  return element("section", { class: "stack" }, heading, ...entries.map(one));
}

function one({ step, feedback }) {
  const reply = element("div", { class: "feedback" }, ...feedbackContent(feedback, step));
  return element(
    "details",
    { class: "more", open: true },
    element("summary", { text: step.question }),
    element("div", { class: "stack" }, ...material(step), reply),
  );
}
