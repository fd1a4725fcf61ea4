import { element } from "../dom.js";
import { KERNEL_VERSION, checkDisplay } from "./device.js";
import { failedCard, firstCard, passedCard, sparingCard } from "./device-cards.js";
import { PressCheck, pressFaults } from "./press-check.js";
import { planUntimed } from "./untimed.js";

/** @typedef {import("./device.js").TimingFault} TimingFault */

/**
 * @typedef {import("./device.js").DisplayCheck & {presses: import("./press-check.js").CheckedPress[]}} DeviceFindings
 */

/** Which kernel found that this device can time. Another kernel looks again, since it may ask for more. */
const PASSED = "attune-device-check";
/** Enough to tell one stray event from a clock that is wrong. */
const DOTS = 3;
/** Between two dots, so that each press is an answer to one dot. */
const PAUSE_MS = 700;
/** Blocks that are done count as done only once the server has them; without a connection the question fails too. */
const SENDING_MS = 5000;
/** A page that is still here after so long was not left: the person stayed, or the connection is gone. */
const LEAVING_MS = 1000;

const UNSENT = "Blocks that you have done are still waiting to be sent, and would be lost in the change. Try again when"
  + " there is a connection.";
const IN_MEMORY = "What you have done is kept in this page only and is not sent yet. Stay until there is a connection,"
  + " then try again.";

/** The check that a person sees before the first drill on a device, and whenever the silent one finds a fault. */
export class DeviceCheck {
  #stage;
  #ask;
  #page;
  #recorder;
  #dot = element("div", { class: "drill-dot", "data-off": true });

  /**
   * @param {import("./stage.js").Stage} stage
   * @param {(card: import("./cards.js").Card) => Promise<string>} ask
   * @param {import("../types.js").AttemptPage} page
   * @param {import("../recorder/recorder.js").Recorder} recorder
   */
  constructor(stage, ask, page, recorder) {
    this.#stage = stage;
    this.#ask = ask;
    this.#page = page;
    this.#recorder = recorder;
  }

  /** Resolves when this device has passed, now or on an earlier day. */
  async onceOnThisDevice() {
    if (remembered() === KERNEL_VERSION) return;
    await this.#ask(firstCard());
    await this.#verdict(await this.#look());
  }

  /**
   * The silent check before a block has found something. Resolves when it is gone.
   *
   * @param {TimingFault[]} faults
   */
  async failed(faults) {
    await this.#verdict({ faults });
  }

  /**
   * Ask the card that starts a block. A drill may show what this person's device asks to be spared: then there is a way
   * out to one that needs no timing. Resolves when the block is to start.
   *
   * @param {import("./cards.js").Card} card
   */
  async start(card) {
    let trouble = "";
    const wayOut = card.spares && this.#page.untimedUrl !== null;
    while ((await this.#ask(wayOut ? sparingCard(card, trouble) : card)) === "untimed") {
      trouble = await this.#goUntimed([card.spares]);
    }
  }

  /** @param {DeviceFindings|{faults: TimingFault[]}|null} found  null: stopped with Escape */
  async #verdict(found) {
    let trouble = "";
    while (!found || found.faults.length > 0) {
      const untimed = this.#page.untimedUrl !== null;
      const choice = await this.#ask(found ? failedCard(found.faults, untimed, trouble) : firstCard());
      trouble = "";
      if (choice === "today") trouble = await this.#goToday();
      else if (choice === "untimed") trouble = await this.#goUntimed(found.faults);
      else found = await this.#look();
    }
    remember();
    await this.#ask(passedCard(found));
  }

  /** @returns {Promise<DeviceFindings|null>} null when stopped with Escape */
  async #look() {
    const looking = element("h2", { text: "Looking at the display", role: "status" });
    const wait = element("p", { text: "It takes a few seconds. Keep this page in front." });
    this.#stage.cover(element("div", { class: "drill-card" }, looking, wait));
    this.#stage.node.toggleAttribute("data-measuring", true);
    const display = await checkDisplay();
    this.#stage.node.toggleAttribute("data-measuring", false);
    this.#stage.uncover();
    const presses = await this.#collect();
    return presses && { ...display, presses, faults: [...display.faults, ...pressFaults(presses)] };
  }

  async #collect() {
    const stop = new AbortController();
    const { signal } = stop;
    document.addEventListener("keydown", (event) => event.key === "Escape" && stop.abort(), { signal });
    const presses = new PressCheck(this.#stage.node, signal);
    this.#stage.add(this.#dot);
    this.#stage.node.focus();
    for (let dot = 0; dot < DOTS && !signal.aborted; dot += 1) {
      this.#stage.turnOn(null);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      this.#stage.turnOn(this.#dot);
      await presses.next();
    }
    this.#stage.turnOn(null);
    this.#dot.remove();
    if (signal.aborted) return null;
    stop.abort();
    return presses.all;
  }

  /** @returns {Promise<string>} why it did not work; where it does, the page goes */
  async #goToday() {
    if (this.#recorder.wouldLose && !(await this.#recorder.sent(SENDING_MS))) return IN_MEMORY;
    await this.#leaveFor(this.#page.todayUrl);
    return "";
  }

  /** @returns {Promise<string>} as above */
  async #goUntimed(faults) {
    // The steps that are left are replaced: an answer to one of them that comes later is refused.
    if (!(await this.#recorder.sent(SENDING_MS))) return UNSENT;
    const plan = await planUntimed(this.#page, faults);
    if (plan.url) await this.#leaveFor(plan.url);
    return plan.trouble;
  }

  /** The page goes; resolves only where it did not. */
  #leaveFor(url) {
    location.assign(url);
    return new Promise((resolve) => setTimeout(resolve, LEAVING_MS));
  }
}

/** Storage may be switched off: then the check comes before each sitting. */
function remembered() {
  try {
    return localStorage.getItem(PASSED);
  } catch {
    return null;
  }
}

function remember() {
  try {
    localStorage.setItem(PASSED, KERNEL_VERSION);
  } catch {
    // as above
  }
}
