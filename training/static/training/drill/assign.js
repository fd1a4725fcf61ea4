/** @typedef {import("./responses.js").Press} Press */

/** Faster than this nobody reacts to a stimulus: the press was begun before it (measures.md: SART, PVT). */
export const ANTICIPATION_MS = 100;

/**
 * @typedef {object} TrialResponse
 * @property {number|null} eventTime  when the press happened
 * @property {number|null} handledTime  when the page came to handle it
 * @property {number|null} responseTime  ms from onset
 * @property {string|null} key
 * @property {boolean} repeat
 * @property {number} extraPresses
 * @property {boolean} anticipation
 */

/**
 * Which press belongs to which trial: the one whose onset came last before it. The first press of a trial is the
 * response, further ones are counted. Repeats of a held key are flagged only. Presses before the first onset
 * belong to nothing.
 *
 * @param {number[]} onsets  ms, ascending
 * @param {Press[]} presses  on the same clock; any order
 * @returns {TrialResponse[]} one per onset
 */
export function assignPresses(onsets, presses) {
  const responses = onsets.map(unanswered);
  for (const press of [...presses].sort((a, b) => a.time - b.time)) {
    const index = onsets.findLastIndex((onset) => onset <= press.time);
    if (index >= 0) take(responses[index], press, onsets[index]);
  }
  return responses;
}

/** @returns {TrialResponse} */
function unanswered() {
  return {
    eventTime: null, handledTime: null, responseTime: null, key: null,
    repeat: false, extraPresses: 0, anticipation: false,
  };
}

function take(response, press, onset) {
  if (press.repeat) response.repeat = true;
  else if (response.eventTime !== null) response.extraPresses += 1;
  else {
    response.eventTime = press.time;
    response.handledTime = press.handled ?? null;
    response.responseTime = press.time - onset;
    response.key = press.key;
    response.anticipation = response.responseTime < ANTICIPATION_MS;
  }
}
