import { element } from "../dom.js";

/** More than a line or two is not wanted. */
const LONGEST = 400;

/** A line for oneself. It has no name and belongs to no form; spelling is not checked, since some browsers ask a server. */
export class Write {
  node;

  /** @param {import("../types.js").GuidedStep} step */
  constructor({ label }) {
    this.node = element(
      "label",
      { class: "field skill-line" },
      element("span", { text: label }),
      element("textarea", { rows: 3, maxlength: LONGEST, autocomplete: "off", spellcheck: "false" }),
    );
  }
}
