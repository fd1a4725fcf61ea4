import { element } from "../dom.js";

/** Stops a block; shown where there is no Escape. Its touch is no press of the drill's. */
function stopButton() {
  const own = (event) => event.stopPropagation();
  return element("button", { class: "drill-stop", type: "button", hidden: true, text: "Stop", onpointerdown: own });
}

/**
 * The screen of a drill. Everything that is ever shown exists from the start and is only made visible, so that a
 * change costs one repaint and no layout.
 */
export class Stage {
  node;
  #fixation = element("div", { class: "drill-fixation", "data-off": true });
  #overlay = element("div", { class: "drill-overlay" });
  #stop = stopButton();
  /** @type {Element|null} */
  #on = null;
  /** @type {Element[]} */
  #behind = [];

  /** @param {string} name  of the drill, for screen readers */
  constructor(name) {
    this.node = element(
      "section",
      { class: "drill-stage", "aria-label": name, tabindex: "-1" },
      this.#fixation,
      element("p", { class: "drill-corner", text: "Esc stops the block" }),
      this.#stop,
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

  /** @param {...Element} nodes  what a drill shows, each with `data-off` until `turnOn`; below card and corner */
  add(...nodes) {
    this.node.prepend(...nodes);
  }

  /** @param {Element|null} node  the one thing on the stage from the next frame on; null for nothing */
  turnOn(node) {
    if (node === this.#on) return;
    this.#on?.setAttribute("data-off", "");
    node?.removeAttribute("data-off");
    this.#on = node;
  }

  /**
   * @param {() => void} stop  called when the person touches Stop
   * @param {AbortSignal} signal  ends the listening, and with it the button
   */
  onStop(stop, signal) {
    this.#stop.hidden = false;
    this.#stop.addEventListener("click", stop, { signal });
    signal.addEventListener("abort", () => (this.#stop.hidden = true));
  }

  showFixation() {
    this.turnOn(this.#fixation);
  }

  /** @param {HTMLElement} card  laid over the stage */
  cover(card) {
    this.#overlay.replaceChildren(card);
    this.#overlay.hidden = false;
  }

  uncover() {
    this.#overlay.hidden = true;
  }
}
