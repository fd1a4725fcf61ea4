import { ask, leave } from "./cards.js";
import { element } from "../dom.js";
import { isFinal } from "../runner/final.js";
import { settled } from "../runner/settled.js";
import { factsOf } from "./facts.js";

/** @typedef {{id: string, planted: boolean, marked: boolean, why: string}} Told */

/**
 * After a practice section: what was there, line by line. Does not resolve when nothing more can be saved: the page is
 * left.
 *
 * @param {import("./section.js").Section} section
 * @param {import("../runner/ledger.js").Entry} entry  kept up to date by the ledger
 * @param {import("../recorder/recorder.js").Recorder} recorder
 * @param {(content: Node) => void} show
 * @param {string} todayUrl
 * @returns {Promise<"enough"|"more"|"refused">} more: another practice section is wanted, if there is one
 */
export async function seePractice(section, entry, recorder, show, todayUrl) {
  await settled(entry, recorder);
  const { step } = section;
  if (entry.state === "refused") {
    const why = element("p", { text: `This section was not saved: ${entry.reason.message}` });
    if (isFinal(entry.reason)) return leave(show, "Not saved", [why], todayUrl);
    await ask(show, "Not saved", [why], "Do it again");
    return "refused";
  }
  entry.seen = true;
  if (!entry.feedback) {
    await ask(show, "Practice done", [element("p", { text: wordsWithoutFeedback(entry) })], "Go on");
    return "enough";
  }
  const enough = entry.feedback.correct === true;
  const last = step.turn >= step.turns;
  const list = element("ol", { class: "look-lines look-told" }, ...step.lines.map((line, index) => told(
    line,
    index,
    entry.feedback.lines[index],
  )));
  const body = element("div", { class: "look-body" }, factsOf(step), list);
  const content = [...verdict(entry.feedback.lines, enough, last), body];
  await ask(show, enough ? "You have it" : "Look again", content, enough || last ? "Go on" : "Practise once more", "look");
  return enough ? "enough" : "more";
}

function wordsWithoutFeedback({ state }) {
  return state === "queued"
    ? "There is no connection, so you cannot see which lines were inconsistent. The section is kept and sent later. You"
      + " can go on: a mark is right when you can say which fact the line contradicts."
    : "The section is saved.";
}

/** @param {Told[]} lines */
function verdict(lines, enough, last) {
  const planted = lines.filter((line) => line.planted);
  const found = planted.filter((line) => line.marked).length;
  const needless = lines.filter((line) => line.marked && !line.planted).length;
  const marked = needless === 1 ? "1 line that is in order" : `${needless} lines that are in order`;
  const counted = `You found ${found} of ${planted.length} and marked ${needless === 0 ? "none" : marked}`
    + `${needless === 0 ? " that is in order." : "."}`;
  const next = enough ? null : last
    ? "Read the reasons once more. Then it counts."
    : "Read the reasons, then practise once more: it makes the result say more about your attention.";
  return [element(
    "div",
    { class: "stack stack-tight" },
    element("p", { class: `verdict state-${enough ? "good" : "bad"}`, text: counted }),
    next && element("p", { text: next }),
  )];
}

/** @param {Told} truth */
function told({ text }, index, { planted, marked, why }) {
  const kind = planted ? (marked ? "found" : "missed") : (marked ? "needless" : "clean");
  const words = { found: "Inconsistent, and you marked it.", missed: "Inconsistent, not marked.", needless: "In order." };
  return element(
    "li",
    {},
    element(
      "div",
      { class: "look-line", "data-told": kind },
      element("span", { class: "look-number", text: String(index + 1) }),
      element("span", { class: "look-text", text }),
      kind === "clean" ? null : element(
        "p",
        { class: "look-why" },
        element("strong", { text: words[kind] }),
        why ? ` ${why}` : " You marked it; nothing contradicts the facts.",
      ),
    ),
  );
}
