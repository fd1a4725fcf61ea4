import { button, element } from "../dom.js";

/** Things to put into an order of one's own, with buttons. Nothing reads the order. */
export class Arrange {
  node;
  #words;
  #list = element("ol", { class: "skill-order" });
  #news = element("p", { class: "visually-hidden", role: "status" });

  /** @param {import("../types.js").GuidedStep} step */
  constructor({ words }) {
    this.#words = [...words];
    this.node = element("div", { class: "stack stack-tight" }, this.#list, this.#news);
    this.#show();
  }

  #show() {
    this.#list.replaceChildren(...this.#words.map((word, index) => this.#row(word, index)));
  }

  #row(word, index) {
    const move = (by, name) => {
      const made = button(name, () => this.#move(index, by), "button-small");
      made.setAttribute("aria-label", `${name}: ${word}`);
      made.disabled = index + by < 0 || index + by >= this.#words.length;
      return made;
    };
    return element(
      "li",
      {},
      element("span", { class: "skill-thing", text: word }),
      element("span", { class: "cluster" }, move(-1, "Up"), move(1, "Down")),
    );
  }

  #move(index, by) {
    const [word] = this.#words.splice(index, 1);
    this.#words.splice(index + by, 0, word);
    this.#show();
    this.#news.textContent = `${word}: now ${index + by + 1} of ${this.#words.length}.`;
    // On the same thing at its new place; where it cannot go further, on the other button.
    const buttons = [...this.#list.children[index + by].querySelectorAll("button")];
    const wanted = buttons[by < 0 ? 0 : 1];
    (wanted.disabled ? buttons.find((other) => !other.disabled) : wanted).focus();
  }
}
