/** @typedef {import("../types.js").Reason} Reason */

/** @type {Record<string, string>} why an answer waits, by the reason's code */
const WAITING = {
  offline: "there is no connection to the server",
  server: "the server cannot store it just now",
  paused: "sending waits until the block is over",
  signed_out: "you are signed out",
  csrf: "the page has to be loaded again",
};

/**
 * @typedef {object} Standing  how the attempt's answers stand, all together
 * @property {number} queued
 * @property {Reason|null} waiting  why the oldest queued one is not stored yet, once a try has failed
 * @property {number} refused
 * @property {Reason|null} refusal  of the last refused one
 * @property {boolean} any  whether anything has been answered on this page at all
 * @property {boolean} kept  whether what is queued would survive a reload
 */

/**
 * The one line that says whether answers are safe. Refused comes before queued, queued before saved.
 *
 * @param {Standing} standing
 * @returns {{state: "saved"|"saving"|"queued"|"failed", text: string}}
 */
export function saveWords({ queued, waiting, refused, refusal, any, kept }) {
  if (refused > 0) return { state: "failed", text: `${counted(refused)}not saved: ${sentence(refusal?.message)}` };
  if (queued > 0 && !waiting) return { state: "saving", text: "Saving" };
  if (queued > 0) {
    const open = kept ? "" : " Keep this page open.";
    const why = WAITING[waiting.code] ?? WAITING.server;
    return { state: "queued", text: `${counted(queued)}queued, will be sent: ${why}.${open}` };
  }
  return { state: "saved", text: any ? "Saved" : "" };
}

function counted(number) {
  return number === 1 ? "1 answer " : `${number} answers `;
}

/** A message from the server may or may not end with a full stop. */
function sentence(message = "the server refused it") {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
