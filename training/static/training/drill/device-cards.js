/** @typedef {import("./cards.js").Card} Card */
/** @typedef {import("./device.js").TimingFault} TimingFault */

const UNTIMED = "Do a drill that needs no timing";

/** @type {Record<TimingFault, string>} */
const FOUND = {
  refresh_rate: "The display shows fewer than 50 pictures a second.",
  dropped_frames: "The display leaves out pictures while nothing else goes on.",
  uneven_frames: "The pictures come at uneven times.",
  coarse_clock: "The browser's clock moves in steps that are too coarse. Some browsers do this to protect privacy.",
  slipped_trials: "Too many pictures were on for too long or too short.",
  event_clock: "Presses arrive with times that are not those of the page's clock.",
  key_repeat: "A key that is held down looks like many presses.",
  reduced_motion: "This device asks for less motion.",
};

/** @returns {Card} */
export function firstCard() {
  return {
    title: "Before the first drill: can this device time it?",
    lines: [
      "A drill shows pictures for exact times and notes when you press. Not every device and browser can do that.",
      "First the page watches the display for a few seconds. Then a dot appears three times: press the space bar, or "
        + "touch the screen, each time.",
      ...(coarse() ? ["A keyboard is better than a touch screen here, if you have one."] : []),
    ],
    buttons: [{ id: "go", name: "Start the check" }],
  };
}

/**
 * @param {import("./device-check.js").DeviceFindings} found
 * @returns {Card}
 */
export function passedCard({ refresh, resolutionMs, presses }) {
  const missed = refresh.dropped > 0 ? `${(100 * refresh.dropped).toFixed(1)} % of them missed` : "none missed";
  return {
    title: "This device can time the drill",
    lines: [
      `Display: ${Math.round(refresh.hz)} pictures a second, ${missed}, even to ${inMs(refresh.jitterMs)}.`,
      `Clock: steps of ${inMs(resolutionMs)}.`,
      `Presses: ${presses.length} seen, each with its own time.`,
      "The page looks again before each block, without asking you for anything.",
    ],
    buttons: [{ id: "go", name: "Go on" }],
  };
}

/**
 * @param {TimingFault[]} faults
 * @param {boolean} untimed  whether there is a drill to do instead
 * @param {string} trouble  why going there did not work a moment ago
 * @returns {Card} whose buttons are "again", "untimed" and "today"
 */
export function failedCard(faults, untimed, trouble) {
  return {
    title: "This device cannot time the drill now",
    lines: [
      ...faults.map((fault) => FOUND[fault]),
      "What it would measure says more about the device than about you, so nothing is measured.",
      "Other programs and tabs, a low battery or a remote screen can be why. Close what you can, then check again.",
      ...(untimed ? ["Or do a drill that needs no timing. It takes the place of this one."] : []),
      ...(trouble ? [trouble] : []),
    ],
    buttons: [
      { id: "again", name: "Check again" },
      ...(untimed ? [{ id: "untimed", name: UNTIMED }] : []),
      { id: "today", name: "Back to today" },
    ],
  };
}

/**
 * @param {Card} card  before a block of a drill that shows what this person's device asks to be spared
 * @param {string} trouble  why going elsewhere did not work a moment ago
 * @returns {Card} with one more button, "untimed"
 */
export function sparingCard(card, trouble) {
  const offer = "You can do a drill without it that needs no timing. It takes the place of this one.";
  return {
    ...card,
    lines: [...card.lines, offer, ...(trouble ? [trouble] : [])],
    buttons: [...card.buttons, { id: "untimed", name: UNTIMED }],
  };
}

function inMs(ms) {
  return ms < 0.1 ? "less than 0.1 ms" : `${ms.toFixed(1)} ms`;
}

function coarse() {
  return matchMedia("(pointer: coarse)").matches;
}
