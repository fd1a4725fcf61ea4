import { element } from "../dom.js";

/** Words to choose from. Which ones are chosen is for the eyes of the person alone: nothing reads it. */
export class Pick {
  node;

  /** @param {import("../types.js").GuidedStep} step */
  constructor({ words }) {
    this.node = element(
      "fieldset",
      { class: "skill-words" },
      element("legend", { class: "visually-hidden", text: "Choose as many as fit, or none" }),
      ...words.map((word) => element(
        "label",
        { class: "skill-word" },
        element("input", { type: "checkbox", autocomplete: "off" }),
        element("span", { text: word }),
      )),
    );
  }
}
