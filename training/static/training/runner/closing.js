import { button, element } from "../dom.js";
import { isFinal } from "./final.js";
import { finishAttempt } from "./finish.js";

/** The end of the list: what is still on its way, feedback that came late, and the finish. */
export class Closing {
  node = element("div", { class: "stack stack-loose" });
  #page;
  #ledger;
  #recorder;
  #lateFeedback;
  #finishing = false;
  #shown = "";
  #listening = new AbortController();
  /** @type {(step: string) => void} */
  #again;

  /**
   * @param {import("../types.js").AttemptPage} page
   * @param {import("./ledger.js").Ledger} ledger
   * @param {import("../recorder/recorder.js").Recorder} recorder
   * @param {((entries: import("./ledger.js").Entry[]) => HTMLElement)|null} lateFeedback  null where there is never any
   */
  constructor(page, ledger, recorder, lateFeedback) {
    this.#page = page;
    this.#ledger = ledger;
    this.#recorder = recorder;
    this.#lateFeedback = lateFeedback;
  }

  /** @returns {Promise<string>} a step that is to be answered again; otherwise the page is left */
  run() {
    this.#recorder.addEventListener("change", () => this.#show(), { signal: this.#listening.signal });
    return new Promise((resolve) => {
      this.#again = (step) => {
        this.#listening.abort();
        resolve(step);
      };
      this.#show();
    });
  }

  #show() {
    const { queued, refused, late } = this.#ledger;
    const shown = JSON.stringify([queued.length, ...[...refused, ...late].map(({ step }) => step.step)]);
    if (shown === this.#shown) return; // making it anew would take the focus away
    this.#shown = shown;
    const parts = [
      queued.length > 0 && waiting(queued.length, this.#recorder),
      ...refused.map((entry) => this.#refusal(entry)),
      late.length > 0 && this.#lateFeedback(late),
    ].filter(Boolean);
    const ready = queued.length === 0 && refused.length === 0;
    if (ready && late.length === 0) {
      this.#finish();
      return;
    }
    const foot = ready
      ? button("Finish", () => this.#finish(), "button-primary")
      : element("a", { class: "button", href: this.#page.todayUrl, text: "Back to today" });
    this.node.replaceChildren(...parts, element("footer", { class: "attempt-foot" }, foot));
  }

  #refusal({ step, reason }) {
    const again = isFinal(reason) ? null : button("Answer again", () => this.#again(step.step));
    return element(
      "div",
      { class: "notice notice-bad" },
      element("p", { class: "notice-title", text: "An answer was not saved" }),
      element("p", { text: reason.message }),
      again && element("p", {}, again),
    );
  }

  async #finish() {
    if (this.#finishing) return;
    this.#finishing = true;
    this.node.replaceChildren(element("p", { role: "status", text: "Everything is saved. Closing the list." }));
    const finish = await finishAttempt(this.#page);
    if (finish.kind === "done") {
      await this.#recorder.forget();
      location.assign(finish.url);
      return;
    }
    this.#finishing = false;
    this.node.replaceChildren(...this.#stuck(finish));
  }

  #stuck(finish) {
    const text = finish.kind === "unfinished"
      ? `The server still misses ${finish.missing ?? "some"} of your answers. Reload the page to see which.`
      : `${finish.message} Your answers are saved; only the last step is missing.`;
    const reload = button("Reload", () => location.reload());
    const retry = button("Try again", () => this.#finish(), "button-primary");
    return [
      element("div", { class: "notice notice-warn", role: "alert" }, element("p", { text })),
      element("div", { class: "cluster" }, finish.kind === "unfinished" ? null : retry, reload),
    ];
  }
}

function waiting(count, recorder) {
  const words = count === 1 ? "1 answer is kept and waits" : `${count} answers are kept and wait`;
  return element(
    "div",
    { class: "notice notice-warn", role: "status" },
    element("p", { class: "notice-title", text: `${words} to be sent` }),
    element("p", { text: "The list finishes by itself when they are stored. You can leave this page open." }),
    element("p", {}, button("Send now", () => recorder.sendNow())),
  );
}
