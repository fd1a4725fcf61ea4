import { button, element } from "../dom.js";
import { saveWords } from "./save-words.js";

/** Codes that only signing in again, or loading the page again, resolves. */
const NEEDS_PAGE = { signed_out: "Sign in", csrf: "Reload" };

/** A live line that says saved, queued or not saved and why, with what the person can do about it. */
export class SaveState {
  node;
  #line = element("span", { class: "save-state", role: "status", "data-state": "saved" });
  #actions = element("span", { class: "cluster" });
  #recorder;
  /** @type {import("../types.js").Reason|null} */
  #waiting = null;
  #any = false;

  /** @param {import("../recorder/recorder.js").Recorder} recorder */
  constructor(recorder) {
    this.#recorder = recorder;
    this.node = element("div", { class: "cluster" }, this.#line, this.#actions);
    recorder.addEventListener("change", (event) => this.#note(event.detail));
    this.#show();
  }

  #note({ state, reason }) {
    this.#any = true;
    // A fresh answer comes without a reason; the one from the last try still holds until a try succeeds.
    if (state !== "queued" || reason) this.#waiting = state === "queued" ? reason : null;
    this.#show();
  }

  #show() {
    const answers = this.#recorder.unacknowledged();
    const refused = answers.filter((queued) => queued.state === "refused");
    const queued = answers.length - refused.length;
    const { state, text } = saveWords({
      queued,
      waiting: this.#waiting,
      refused: refused.length,
      refusal: refused.at(-1)?.reason ?? null,
      any: this.#any,
      kept: !this.#recorder.wouldLose,
    });
    this.#line.dataset.state = state;
    // Setting the same words again would make screen readers say them again.
    if (this.#line.textContent !== text) this.#line.textContent = text;
    this.#actions.replaceChildren(...(queued > 0 && this.#waiting ? this.#remedies() : []));
  }

  #remedies() {
    const sendNow = button("Send now", () => this.#recorder.sendNow(), "button-quiet button-small");
    const name = NEEDS_PAGE[this.#waiting.code];
    if (!name) return [sendNow];
    // Loading this page again leads through the sign-in and back. What lives in memory only would not survive it, so
    // then it opens beside this page, and "Send now" picks the new sign-in up.
    const beside = this.#recorder.wouldLose ? { target: "_blank", rel: "noopener" } : {};
    return [element("a", { class: "button button-small", href: location.href, text: name, ...beside }), sendNow];
  }
}
