import { button, element } from "../../dom.js";

/** A sentence ends at . ! ? or … (quotes and brackets included) before a space, or at a line break. */
const SENTENCE = /\S(?:.*?[.!?…]["'”’)\]]*(?=\s|$)|[^\n]*)/g;

/** @typedef {{passage: number, start: number, end: number}} Mark  of a passage's text; the end is not included */

/** Marks in the passages of a step: of selected words, or of whole sentences from a list. They show in the text. */
export class Marks {
  node;

  #passages;
  #most;
  #changed;
  /** @type {Mark[]} in UTF-16 units, in the order of the text */
  #marks = [];
  /** What was selected last in a passage. @type {Mark|null} */
  #selected = null;
  /** @type {{input: HTMLInputElement, mark: Mark}[]} */
  #sentences;
  #list = element("ul", { class: "mark-list" });
  #note = element("p", { class: "quiet", role: "status" });
  #add = button("Mark the selected words", () => this.add());
  #listening = new AbortController();

  /**
   * @param {{text: string}[]} passages
   * @param {number} most
   * @param {() => void} changed
   */
  constructor(passages, most, changed) {
    this.#passages = passages;
    this.#most = most;
    this.#changed = changed;
    this.#sentences = passages.flatMap(({ text }, passage) => sentencesOf(text, passage)).map((mark) => this.#choice(mark));
    this.#add.append(" ", element("kbd", { class: "attempt-keys", "aria-hidden": "true", text: "M" }));
    // A press on the button must not take the selection away.
    this.#add.addEventListener("pointerdown", (event) => event.preventDefault());
    this.node = element(
      "fieldset",
      { class: "marks" },
      element("legend", { text: `What in the text does it rest on? Mark up to ${most} places, if you like.` }),
      element("div", { class: "cluster" }, this.#add),
      element(
        "details",
        { class: "more" },
        element("summary", { text: "Or choose whole sentences" }),
        element("div", { class: "stack stack-tight" }, ...this.#sentences.map(({ input }) => input.closest("label"))),
      ),
      this.#list,
      this.#note,
    );
    const { signal } = this.#listening;
    document.addEventListener("selectionchange", () => this.#look(), { signal });
  }

  /** @returns {Mark[]} in characters (code points), as the server counts */
  get value() {
    return this.#marks.map(({ passage, start, end }) => {
      const { text } = this.#passages[passage];
      return { passage, start: length(text.slice(0, start)), end: length(text.slice(0, end)) };
    });
  }

  /** Mark what is selected. */
  add() {
    this.#look();
    if (this.#selected) this.#put(this.#selected);
    else this.#note.textContent = "Select words in the text first, or choose whole sentences.";
  }

  /** @param {boolean} disabled */
  set disabled(disabled) {
    this.node.disabled = disabled;
    if (disabled) this.#listening.abort();
  }

  #look() {
    const found = this.#texts().map((node, passage) => selectedIn(node, passage)).find((mark) => mark !== undefined);
    if (found !== undefined) this.#selected = found;
  }

  /** @returns {HTMLElement[]} where the passages stand on the page */
  #texts() {
    const form = this.node.closest("form");
    return form ? [...form.querySelectorAll(".passage > .passage-text")].slice(0, this.#passages.length) : [];
  }

  #choice(mark) {
    const { text } = this.#passages[mark.passage];
    const input = element("input", {
      type: "checkbox",
      onchange: () => (input.checked ? this.#put(mark) : this.#remove(mark)),
    });
    const words = element("span", { text: text.slice(mark.start, mark.end) });
    element("label", { class: "choice" }, input, words);
    return { input, mark };
  }

  /** What overlaps becomes one mark. */
  #put(mark) {
    const apart = this.#marks.filter((other) => !touch(mark, other));
    if (apart.length >= this.#most) {
      this.#show(`There are ${this.#most} marks already. Remove one first.`);
      return;
    }
    const joined = this.#marks.filter((other) => touch(mark, other)).concat(mark);
    const [start, end] = [Math.min(...joined.map((one) => one.start)), Math.max(...joined.map((one) => one.end))];
    this.#marks = [...apart, { passage: mark.passage, start, end }].sort(byPlace);
    this.#selected = null;
    this.#show(`Marked. ${this.#marks.length} of ${this.#most}.`);
    this.#changed();
  }

  /** Out of every mark that holds some of it; of what is left, as much as there may be, the longest first. */
  #remove(mark) {
    const apart = this.#marks.filter((other) => !touch(mark, other));
    const left = this.#marks
      .filter((other) => touch(mark, other))
      .flatMap((other) => this.#without(other, mark))
      .sort((one, other) => other.end - other.start - (one.end - one.start))
      .slice(0, this.#most - apart.length);
    this.#marks = [...apart, ...left].sort(byPlace);
    this.#show("The mark is removed.");
    this.#changed();
  }

  /** @returns {Mark[]} what is before and after the cut, where it has words */
  #without({ passage, start, end }, cut) {
    const { text } = this.#passages[passage];
    return [[start, cut.start], [cut.end, end]]
      .map(([from, to]) => [from, text.slice(from, Math.max(from, to))])
      .filter(([, words]) => /[\p{L}\p{N}]/u.test(words))
      .map(([from, words]) => {
        const first = from + words.length - words.trimStart().length;
        return { passage, start: first, end: first + words.trim().length };
      });
  }

  #show(note) {
    this.#note.textContent = note;
    this.#texts().forEach((node, passage) => draw(node, this.#marks.filter((mark) => mark.passage === passage)));
    for (const { input, mark } of this.#sentences) {
      input.checked = this.#marks.some((other) => holds(other, mark));
    }
    this.#list.replaceChildren(...this.#marks.map((mark) => this.#line(mark)));
  }

  #line(mark) {
    const words = this.#passages[mark.passage].text.slice(mark.start, mark.end);
    const remove = button("Remove", () => {
      const next = this.#marks.indexOf(mark);
      this.#remove(mark);
      const buttons = this.#list.querySelectorAll("button");
      (buttons[Math.min(next, buttons.length - 1)] ?? this.#add).focus();
    }, "button-quiet");
    remove.setAttribute("aria-label", `Remove the mark: ${words}`);
    return element("li", {}, element("q", { text: words }), " ", remove);
  }
}

/** @returns {Mark[]} */
function sentencesOf(text, passage) {
  return [...text.matchAll(/[^\n]+/g)].flatMap((line) =>
    [...line[0].matchAll(SENTENCE)].map((found) => {
      const start = line.index + found.index;
      return { passage, start, end: start + found[0].trimEnd().length };
    }),
  );
}

/**
 * @returns {Mark|null|undefined} what is selected of a passage's text; null: the caret stands in it and selects
 *   nothing; undefined: the selection is elsewhere
 */
function selectedIn(node, passage) {
  const selection = getSelection();
  if (!selection || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(node)) return undefined;
  if (range.collapsed) return node.contains(range.startContainer) ? null : undefined;
  const text = node.textContent;
  let start = node.contains(range.startContainer) ? offset(node, range.startContainer, range.startOffset) : 0;
  let end = node.contains(range.endContainer) ? offset(node, range.endContainer, range.endOffset) : text.length;
  while (start < end && /\s/.test(text[start])) start += 1;
  while (end > start && /\s/.test(text[end - 1])) end -= 1;
  return start < end ? { passage, start, end } : undefined;
}

/** @returns {number} how much text of the passage comes before a point in it */
function offset(node, container, place) {
  const range = document.createRange();
  range.selectNodeContents(node);
  range.setEnd(container, place);
  return range.toString().length;
}

/** The passage's text again, with its marks. */
function draw(node, marks) {
  const text = node.textContent;
  const pieces = [];
  let at = 0;
  for (const { start, end } of marks) {
    pieces.push(text.slice(at, start), element("mark", { text: text.slice(start, end) }));
    at = end;
  }
  node.replaceChildren(...pieces, text.slice(at));
}

function touch(one, other) {
  return one.passage === other.passage && one.start < other.end && other.start < one.end;
}

function holds(outer, inner) {
  return outer.passage === inner.passage && outer.start <= inner.start && inner.end <= outer.end;
}

function byPlace(one, other) {
  return one.passage - other.passage || one.start - other.start;
}

function length(text) {
  return [...text].length;
}
