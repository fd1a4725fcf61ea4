import { button, element, freshId } from "../dom.js";

/** Ways of showing a text, named as in exposure_looks.py; the style sheet does what they say. */
const WAYS = [
  ["blur", "Blurred"],
  ["grey", "Grey"],
  ["small", "Smaller"],
  ["plain", "Plain"],
];

/** A harmless text that is hidden until it is wanted, and may be shown in several ways or be put away again. */
export class LookAt {
  node;
  #shown = false;
  #sample;
  #covered;
  #toggle;

  /** @param {import("../types.js").GuidedStep} step */
  constructor({ sample }) {
    const count = sample.trim().split(/\s+/).length;
    const id = freshId("sample");
    this.#covered = element("p", { class: "skill-covered", text: `A text of ${count} words. It is not shown yet.` });
    this.#sample = element("div", { class: "passage-text", text: sample });
    this.#toggle = button("Show the text", () => this.#turn());
    this.#toggle.setAttribute("aria-controls", id);
    this.node = element(
      "div",
      { class: "skill-look" },
      element("div", { class: "passage skill-sample", id }, this.#covered, this.#sample),
      element(
        "fieldset",
        { class: "skill-ways" },
        element("legend", { text: "How it looks" }),
        ...WAYS.map(([value, name]) => element(
          "label",
          { class: "skill-word" },
          element("input", { type: "checkbox", autocomplete: "off", value }),
          element("span", { text: name }),
        )),
      ),
      element("div", { class: "cluster" }, this.#toggle),
    );
    this.#tell();
  }

  leave() {
    this.#shown = false;
    this.#tell();
  }

  #turn() {
    this.#shown = !this.#shown;
    this.#tell();
  }

  #tell() {
    this.#sample.hidden = !this.#shown;
    this.#covered.hidden = this.#shown;
    this.#toggle.textContent = this.#shown ? "Hide again" : "Show the text";
    this.#toggle.setAttribute("aria-expanded", String(this.#shown));
  }
}
