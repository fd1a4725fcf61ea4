import { button, element, freshId } from "../dom.js";
import { Stopwatch, idleAfter } from "../runner/stopwatch.js";
import { factsOf } from "./facts.js";
import { listenForLookKeys } from "./keys.js";

/** @typedef {import("../types.js").LookStep} LookStep */
/** @typedef {{answer: object, timing: import("../types.js").Timing}} Finished */

/** One section as it is read: the facts, the lines, and the button that finishes it. */
export class Section {
  node;
  step;
  /** @type {Promise<Finished>} settles once */
  finished;

  #marks;
  #heading;
  /** @type {HTMLButtonElement[]} */
  #lines;
  /** The line that was last in focus. */
  #at = -1;
  #count = element("p", { class: "look-count", role: "status" });
  #watch;
  #listening = new AbortController();
  /** @type {(finished: Finished) => void} */
  #finish;

  /**
   * @param {LookStep} step
   * @param {import("./marks.js").Marks} marks
   * @param {HTMLDialogElement} help
   */
  constructor(step, marks, help) {
    this.step = step;
    this.#marks = marks;
    // All of it may be on the screen at once, so that nothing but reading is to be seen of the person.
    this.#watch = new Stopwatch({ idleAfterMs: idleAfter(step.lines.reduce((sum, { text }) => sum + text.length, 0)) });
    this.finished = new Promise((resolve) => (this.#finish = resolve));
    this.#heading = element("h2", { class: "look-title", id: freshId("look"), tabindex: "-1", text: step.title });
    this.#lines = step.lines.map((line, index) => this.#line(line, index));
    const list = this.#lines.map((line) => element("li", {}, line));
    this.node = element(
      "section",
      { class: "look", "aria-labelledby": this.#heading.id },
      headOf(step, this.#heading, marks.restored),
      element("div", { class: "look-body" }, factsOf(step), element("ol", { class: "look-lines" }, ...list)),
      this.#foot(help),
    );
    marks.begin();
    this.#say();
    listenForLookKeys(this.#listening.signal, {
      move: (by) => this.#move(by),
      mark: () => this.#at >= 0 && this.#lines[this.#at] === document.activeElement && this.#toggle(this.#at),
      help: () => help.showModal(),
    });
  }

  /** To the beginning of the document. */
  focus() {
    this.#heading.focus();
  }

  /** @param {string} line  its id */
  isMarked(line) {
    return this.#marks.has(line);
  }

  #line({ id, text }, index) {
    const line = element(
      "button",
      {
        class: "look-line",
        type: "button",
        "aria-pressed": String(this.#marks.has(id)),
        onclick: () => {
          this.#at = index;
          line.focus(); // Safari gives a button that is clicked no focus
          this.#toggle(index);
        },
        onfocus: () => (this.#at = index),
      },
      element("span", { class: "look-number", text: String(index + 1) }),
      element("span", { class: "look-text", text }),
      // The pressed state says the same to those who do not see it.
      element("span", { class: "look-mark", "aria-hidden": "true", text: "Marked" }),
    );
    return line;
  }

  #foot(help) {
    const finish = button("Finish this section", () => this.#done(), "button-primary");
    const keys = button("Keys", () => help.showModal(), "button-quiet button-small");
    keys.append(element("kbd", { class: "attempt-keys", "aria-hidden": "true", text: "?" }));
    return element("footer", { class: "attempt-foot" }, element("div", { class: "cluster" }, finish, this.#count), keys);
  }

  #move(by) {
    const to = Math.min(Math.max(this.#at + by, 0), this.#lines.length - 1);
    this.#lines[to].focus();
  }

  #toggle(index) {
    const on = this.#marks.toggle(this.step.lines[index].id, this.#watch.elapsed);
    this.#lines[index].setAttribute("aria-pressed", String(on));
    this.#say();
  }

  #say() {
    const { count } = this.#marks;
    this.#count.textContent = count === 0 ? "No line marked" : `${count} ${count === 1 ? "line" : "lines"} marked`;
  }

  #done() {
    if (this.#listening.signal.aborted) return; // the second click of a double click
    this.#listening.abort();
    this.#finish({ answer: this.#marks.answer, timing: this.#watch.stop() });
  }
}

function headOf(step, heading, restored) {
  const where = step.practice ? `Practice section ${step.turn}` : `Section ${step.section} of ${step.sections}`;
  return element(
    "header",
    { class: "look-head" },
    element("p", { class: "eyebrow", text: where }),
    heading,
    element("p", { class: "look-intro", text: step.intro }),
    restored ? element("p", { class: "look-kept", text: "You are back in this section, with your marks." }) : null,
  );
}
