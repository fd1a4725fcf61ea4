import { element } from "../dom.js";

/**
 * What the lines are checked against: beside them where there is room, above them on a phone, and never scrolled away.
 *
 * @param {import("../types.js").LookStep} step
 * @returns {HTMLElement}
 */
export function factsOf({ facts }) {
  const rows = facts.map(({ name, text }) => element(
    "div",
    {},
    element("dt", { text: name }),
    element("dd", { text }),
  ));
  const scroller = element(
    "div",
    { class: "look-facts-body", "data-scrolls": true, tabindex: "0", role: "group", "aria-label": "The facts" },
    element("dl", { class: "facts" }, ...rows),
  );
  const box = element("details", { open: true }, element("summary", { text: "Check against" }), scroller);
  return element("aside", { class: "look-facts", "aria-label": "Facts to check against" }, box);
}
