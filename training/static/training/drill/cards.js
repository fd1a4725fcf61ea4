import { element } from "../dom.js";

/** Time to read one short sentence; only in practice, so it costs no measurement. */
const MESSAGE_MS = 1800;

/**
 * @typedef {object} Card  what a drill says before and between its blocks
 * @property {string} title
 * @property {string[]} lines
 * @property {{id: string, name: string}[]} buttons  the first is the one to press
 * @property {import("./device.js").TimingFault} [spares]  why a person may want another drill instead
 */

/** What a card says of the way out of a block. */
export function wayToStop() {
  const act = matchMedia("(pointer: coarse)").matches ? "touch Stop in the corner" : "press Esc";
  return `If you must stop, ${act}: the block then starts again.`;
}

/**
 * Lay a card over the stage and wait for one of its buttons; Enter is the first one.
 *
 * @param {import("./stage.js").Stage} stage
 * @param {Card} card
 * @param {HTMLElement[]} foot  shown below the buttons
 * @returns {Promise<string>} the button's id
 */
export function askOn(stage, card, foot) {
  return new Promise((resolve) => {
    const press = (id) => {
      for (const button of buttons) button.disabled = true;
      resolve(id);
    };
    const title = element("h2", { tabindex: "-1", text: card.title });
    const buttons = card.buttons.map((button, index) => element("button", {
      class: index === 0 ? "button button-primary" : "button",
      type: "button",
      text: button.name,
      onclick: () => press(button.id),
    }));
    const lines = card.lines.map((text) => element("p", { text }));
    const choices = element("div", { class: "cluster" }, ...buttons);
    // Held since the card before, it would answer this one unread.
    const enter = (event) => {
      if (event.key === "Enter" && !event.repeat && event.target === title) press(card.buttons[0].id);
    };
    const attributes = { class: "drill-card", onkeydown: enter };
    stage.cover(element("div", attributes, title, ...lines, choices, ...foot));
    // Not on the button: a press of the space bar that comes late for the last digit would start the next block.
    title.focus();
  });
}

/**
 * Practice: lay a sentence over the stage for a while.
 *
 * @param {import("./stage.js").Stage} stage
 * @param {string} text
 * @returns {number} ms that it stays
 */
export function say(stage, text) {
  const message = element("div", { class: "drill-card" }, element("h2", { text }));
  stage.cover(message);
  // Escape may have put another card in its place by then.
  setTimeout(() => message.isConnected && stage.uncover(), MESSAGE_MS);
  return MESSAGE_MS;
}
