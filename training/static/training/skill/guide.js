import { button, element, freshId } from "../dom.js";
import { prose } from "../runner/sanitised.js";
import { Arrange } from "./arrange.js";
import { Breathe } from "./breathe.js";
import { LookAt } from "./look-at.js";
import { Pick } from "./pick.js";
import { Write } from "./write.js";

/** @typedef {import("../types.js").GuidedStep} GuidedStep */
/** @typedef {{node: HTMLElement, leave?: () => void}} Exercise  leave: told when its step goes out of view */

/** @type {Record<string, new (step: GuidedStep) => Exercise>} */
const EXERCISES = { arrange: Arrange, breathe: Breathe, look: LookAt, pick: Pick, write: Write };
/** What takes something in. */
const TAKES_IN = ["arrange", "look", "pick", "write"];

const BEFORE = "Nothing that you choose or write in this practice is sent or kept. What is kept is that you went through"
  + " it, and when. You can leave out any step and finish at any time; it counts as done either way.";
const HERE = "This stays on the page. It is not sent and not kept.";

/** One step of a practice in view, with the ways on, back and out. No step has to be done to go on from it. */
export class Guide {
  node = element("section", { class: "skill" });
  /** @type {Promise<void>} settles once, when the person is through */
  finished;

  #steps;
  #at = 0;
  /** By step, so that what was chosen is still there on the way back. @type {Map<number, Exercise>} */
  #exercises = new Map();
  #heading = element("h2", { class: "skill-title", id: freshId("skill"), tabindex: "-1" });
  /** @type {() => void} */
  #finish;

  /** @param {GuidedStep[]} steps */
  constructor(steps) {
    this.#steps = steps;
    this.finished = new Promise((resolve) => (this.#finish = resolve));
    this.node.setAttribute("aria-labelledby", this.#heading.id);
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.repeat && event.target === this.#heading) this.#go(1);
    });
    this.#show();
  }

  /** To the beginning of the step in view. */
  focus() {
    this.#heading.focus();
  }

  #go(by) {
    this.#exercises.get(this.#at)?.leave?.();
    if (this.#at + by === this.#steps.length) {
      this.#end();
      return;
    }
    this.#at += by;
    this.#show();
    this.focus();
    scrollTo({ top: 0 });
  }

  #end() {
    for (const exercise of this.#exercises.values()) exercise.leave?.();
    this.#exercises.clear();
    this.node.replaceChildren(element("p", { role: "status", text: "That is the end of this practice." }));
    this.#finish();
  }

  #show() {
    const step = this.#steps[this.#at];
    this.#heading.textContent = step.title;
    const said = this.#at === 0 ? BEFORE : TAKES_IN.includes(step.kind) ? HERE : null;
    this.node.replaceChildren(
      element(
        "header",
        { class: "skill-head" },
        element("p", { class: "eyebrow", text: `Step ${this.#at + 1} of ${this.#steps.length}` }),
        this.#heading,
      ),
      prose(step.html),
      ...[this.#exercise(step)?.node].filter(Boolean),
      ...(said ? [element("p", { class: "skill-note", text: said })] : []),
      this.#foot(),
    );
  }

  /** @returns {Exercise|undefined} */
  #exercise(step) {
    if (!EXERCISES[step.kind]) return undefined;
    if (!this.#exercises.has(this.#at)) this.#exercises.set(this.#at, new EXERCISES[step.kind](step));
    return this.#exercises.get(this.#at);
  }

  #foot() {
    const last = this.#at === this.#steps.length - 1;
    return element(
      "footer",
      { class: "attempt-foot" },
      element(
        "div",
        { class: "cluster" },
        button(last ? "Finish" : "Go on", () => this.#go(1), "button-primary"),
        this.#at > 0 ? button("Back", () => this.#go(-1)) : null,
      ),
      last ? null : button("Finish now", () => this.#end(), "button-quiet"),
    );
  }
}
