import { element } from "../dom.js";

/** Five sizes, as in the original test: the digit must be read, not matched as a shape. */
const SIZES = 5;

/**
 * The screen of a drill. Everything that is ever shown exists from the start and is only made visible, so that a
 * change costs one repaint and no layout.
 */
export class Stage {
  node;
  /** @type {Map<string, HTMLElement>} by digit and size */
  #stimuli = new Map();
  #mask = element("div", { class: "drill-mask", "data-off": true });
  #fixation = element("div", { class: "drill-fixation", "data-off": true });
  #overlay = element("div", { class: "drill-overlay" });
  #on = this.#fixation;
  /** @type {Element[]} */
  #behind = [];

  /** @param {string} name  of the drill, for screen readers */
  constructor(name) {
    for (let digit = 1; digit <= 9; digit += 1) {
      for (let size = 1; size <= SIZES; size += 1) this.#stimuli.set(`${digit}/${size}`, stimulus(digit, size));
    }
    this.node = element(
      "section",
      { class: "drill-stage", "aria-label": name, tabindex: "-1" },
      ...this.#stimuli.values(),
      this.#mask,
      this.#fixation,
      element("p", { class: "drill-corner", text: "Esc stops the block" }),
      // The whole stage takes touches; this shows where a thumb rests well.
      element("button", { class: "drill-touch", type: "button", tabindex: "-1", text: "Press" }),
      this.#overlay,
    );
  }

  /** Cover the page; what is behind can be neither seen nor reached. */
  open() {
    this.#behind = [...document.body.children].filter((sibling) => !sibling.hasAttribute("inert"));
    for (const sibling of this.#behind) sibling.setAttribute("inert", "");
    document.body.append(this.node);
    document.body.classList.add("in-drill");
  }

  close() {
    this.node.remove();
    document.body.classList.remove("in-drill");
    for (const sibling of this.#behind) sibling.removeAttribute("inert");
  }

  /**
   * @param {number} digit  1 to 9
   * @param {number} index  of the trial, from 0; decides the size
   */
  showDigit(digit, index) {
    // In any five trials each size comes once, and neighbours differ by more than one step.
    this.#turnOn(this.#stimuli.get(`${digit}/${1 + ((index * 2) % SIZES)}`));
  }

  showMask() {
    this.#turnOn(this.#mask);
  }

  showFixation() {
    this.#turnOn(this.#fixation);
  }

  /** @param {HTMLElement} card  laid over the stage */
  cover(card) {
    this.#overlay.replaceChildren(card);
    this.#overlay.hidden = false;
  }

  uncover() {
    this.#overlay.hidden = true;
  }

  #turnOn(node) {
    this.#on.setAttribute("data-off", "");
    node.removeAttribute("data-off");
    this.#on = node;
  }
}

function stimulus(digit, size) {
  return element("p", { class: "drill-stimulus", "data-size": size, "data-off": true, text: String(digit) });
}
