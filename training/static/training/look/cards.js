import { button, element } from "../dom.js";

/** @typedef {import("../types.js").LookStep} LookStep */

/** What a line takes somebody who reads it against the facts. */
const SECONDS_PER_LINE = 6;

const RULES = [
  "You read ordinary paperwork: logs, lists, manifests. Beside it stand the facts that it has to fit.",
  "A line is inconsistent when it contradicts those facts or itself: a name that is not listed, votes that do not add"
    + " up, a time that ends before it starts, a weekday that does not fit the date. Style and order do not count.",
  "Such lines are rare, some sections have more of them than others, and at most one thing is wrong in a line. Mark"
    + " each one you find; a second press takes the mark away again.",
  "There is no clock. Read steadily, as you would if it were your work.",
];

/**
 * The card before a section; resolves when the person goes on.
 *
 * @param {LookStep} step
 * @param {boolean} first  of the whole look: the rules have not been said yet
 * @param {(content: Node) => void} show
 * @returns {Promise<void>}
 */
export function introduction(step, first, show) {
  const { title, lines, name } = cardOf(step, first);
  return ask(show, title, lines.map((text) => element("p", { text })), name);
}

/**
 * A card with one button; Enter on its title, which gets the focus, is the button too.
 *
 * @param {(content: Node) => void} show
 * @param {string} title
 * @param {Node[]} content
 * @param {string} name  the button's
 * @param {string} [kind]  the classes of what holds them
 * @returns {Promise<void>}
 */
export function ask(show, title, content, name, kind = "card card-next look-card") {
  return new Promise((resolve) => {
    const heading = element("h2", { class: "card-title", tabindex: "-1", text: title });
    const go = button(name, () => resolve(), "button-primary");
    const enter = (event) => event.key === "Enter" && !event.repeat && event.target === heading && resolve();
    const foot = element("div", { class: "card-foot" }, go);
    show(element("section", { class: kind, onkeydown: enter }, heading, ...content, foot));
    // Not on the button: the key that finished the section before may still be held.
    heading.focus();
  });
}

/**
 * A card from which there is only the way back to today.
 *
 * @param {(content: Node) => void} show
 * @param {string} title
 * @param {Node[]} content
 * @param {string} todayUrl
 * @returns {Promise<never>} the page is left
 */
export function leave(show, title, content, todayUrl) {
  const heading = element("h2", { class: "card-title", tabindex: "-1", text: title });
  const back = element("a", { class: "button button-primary", href: todayUrl, text: "Back to today" });
  const foot = element("div", { class: "card-foot" }, back);
  show(element("section", { class: "card card-next look-card" }, heading, ...content, foot));
  heading.focus();
  return new Promise(() => {});
}

/** @returns {{title: string, lines: string[], name: string}} */
function cardOf(step, first) {
  if (step.practice && !first) {
    return {
      title: "Another practice section",
      lines: [`Again ${countOf(step)}, and again you see afterwards which of them were inconsistent, and why.`],
      name: "Start",
    };
  }
  if (step.practice) {
    const told = `Practice first: ${countOf(step)}. Afterwards you see which were inconsistent, and why.`;
    return { title: "A long look", lines: [...RULES, told], name: "Start the practice" };
  }
  if (step.section > 1) {
    return {
      title: `Section ${step.section} of ${step.sections}`,
      lines: ["Rest as long as you like. Nothing runs until you go on.", "It is another document, with its own facts."],
      name: "Go on",
    };
  }
  const length = `${step.sections} sections of ${countOf(step)}, ${lengthOf(step)} of reading, with a rest between them`
    + " for as long as you like.";
  const silent = "From here on nothing tells you whether a mark is right, until the end.";
  const kept = "Every section is kept when you finish it, and marks within one stay on this device.";
  if (!first) return { title: "Now it counts", lines: [length, silent, kept], name: "Start" };
  return { title: "A long look", lines: [...RULES, length, silent, kept], name: "Start" };
}

function lengthOf({ sections, lines }) {
  const minutes = Math.round((sections * lines.length * SECONDS_PER_LINE) / 60);
  return minutes < 2 ? "a minute or two" : `about ${minutes} minutes`;
}

function countOf({ lines }) {
  return `${lines.length} lines`;
}
