import { button, element } from "../dom.js";
import { guidelineDialog } from "./guideline.js";
import { helpDialog } from "./help.js";
import { judgementKeys } from "./judgement-keys.js";

/** The two things one key away from every item: the guideline and the list of keys. */
export class Dialogs {
  node;
  #help;
  #guideline;

  /**
   * @param {{title: string, html: string}|null} guideline
   * @param {import("../types.js").JudgementStep[]} steps  of the page, whose parts are loaded
   */
  constructor(guideline, steps) {
    this.#help = helpDialog(judgementKeys(steps, Boolean(guideline)));
    this.#guideline = guidelineDialog(guideline);
    this.node = element("div", {}, this.#help, this.#guideline);
  }

  /** @returns {HTMLElement} the buttons that open them */
  buttons() {
    const open = (name, key, dialog) => {
      const opener = button(name, () => dialog.showModal(), "button-quiet button-small");
      opener.append(element("kbd", { class: "attempt-keys", "aria-hidden": "true", text: key }));
      return opener;
    };
    return element(
      "div",
      { class: "cluster" },
      this.#guideline && open("Guideline", "G", this.#guideline),
      open("Keys", "?", this.#help),
    );
  }

  /** @returns {Record<"help"|"guideline", () => void>} for the keyboard */
  handlers() {
    return {
      help: () => this.#help.showModal(),
      guideline: () => this.#guideline?.showModal(),
    };
  }
}
