import { button, element } from "../dom.js";
import { feedbackContent } from "./feedback.js";
import { listenForKeys } from "./keyboard.js";

/** @typedef {import("./ledger.js").Entry} Entry */

/** Longer than this nobody should sit before a locked form: the answer is kept, and one can go on. */
const PATIENCE_MS = 4000;

/**
 * After confirming: show what became of the answer, and wait until the person goes on.
 *
 * @param {import("./judgement-form.js").JudgementForm} form
 * @param {Entry} entry  kept up to date by the ledger
 * @param {import("../recorder/recorder.js").Recorder} recorder
 * @param {import("./dialogs.js").Dialogs} dialogs
 * @returns {Promise<"next"|"again">} "again": the answer was refused and is to be given anew
 */
export function seeOutcome(form, entry, recorder, dialogs) {
  return new Promise((resolve) => {
    const leaving = new AbortController();
    const leave = (how) => {
      clearTimeout(timer);
      leaving.abort();
      resolve(how);
    };
    const panel = element("section", { class: "feedback", tabindex: "-1", "aria-label": "Your answer" });
    let shown = "";
    const show = (patient) => {
      if (entry.state === "queued" && !entry.reason && patient && !panel.isConnected) return;
      if (entry.state === "saved" && !entry.feedback && !entry.elsewhere && !panel.isConnected) {
        leave("next");
        return;
      }
      if (shown === entry.state) return; // one more failed try changes nothing here
      shown = entry.state;
      panel.replaceChildren(...contentFor(entry));
      if (entry.feedback) {
        entry.seen = true;
        form.options.mark(entry.feedback.key, entry.feedback.chosen);
      }
      form.actions.replaceChildren(...buttonsFor(entry, leave));
      form.below.replaceChildren(panel);
      panel.focus();
    };
    const timer = setTimeout(() => show(false), PATIENCE_MS);
    const noted = ({ detail }) => detail.step === entry.step.step && show(true);
    recorder.addEventListener("change", noted, { signal: leaving.signal });
    const confirm = () => panel.isConnected && leave("next");
    listenForKeys(leaving.signal, { ...dialogs.handlers(), confirm });
    show(true);
  });
}

/**
 * @param {Entry} entry
 * @returns {HTMLElement[]}
 */
function contentFor({ state, step, feedback, elsewhere, reason }) {
  const verdict = (kind, text) => element("p", { class: `verdict state-${kind}`, text });
  const line = (text) => element("p", { text });
  if (state === "refused") return [verdict("bad", "Not saved"), line(reason.message)];
  if (state === "queued") {
    return [
      verdict("warn", "Kept, not sent yet"),
      line("You can go on. It is sent when the connection is back."),
      line("If feedback belongs to it, you see that at the end of the list."),
    ];
  }
  const content = feedback ? feedbackContent(feedback, step) : [];
  if (elsewhere) return [line("Already answered, perhaps in another tab. That answer counts."), ...content];
  return feedback ? content : [verdict("good", "Saved")];
}

function buttonsFor({ state }, leave) {
  const next = button("Next", () => leave("next"), "button-primary");
  return state === "refused" ? [next, button("Answer again", () => leave("again"))] : [next];
}
