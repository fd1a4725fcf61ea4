import { browserClock, clockResolution, measureRefresh } from "./clock.js";

/** Goes up whenever timing or recording changes, so that runs of different kernels are told apart. */
export const KERNEL_VERSION = "2.0.0";

/** Below 50 Hz half a frame is more than 10 ms, 4 % of a 250 ms stimulus; such rates mean a throttled display. */
export const LOWEST_HZ = 50;
/** More missed frames than this before the block, with nothing going on, and it will be worse in it. */
export const MOST_DROPPED = 0.05;
/**
 * Standard deviation, in frames: so uneven, every twentieth is half a frame early or late, and the count of frames
 * shown is open by one.
 */
export const MOST_JITTER = 0.24;
/** Response times are compared as spreads of tens of ms; a clock coarser than this adds its own. */
export const COARSEST_CLOCK_MS = 4;
/** Of the trials in the block, so many may have slipped: they are left out, and d' still rests on enough. */
export const MOST_SLIPPED = 0.1;

/** A stimulus that was on for one frame more or less than planned is flagged; by more, it was another stimulus. */
const MOST_FRAMES_OFF = 1;
/** By the clock it may seem half a frame more; beyond that the display has changed its rate. */
const MOST_FRAMES_OFF_BY_CLOCK = 1.5;
/** So often the display is looked at: a page that has just loaded, or gone to the full screen, stumbles once. */
const LOOKS = 3;

/**
 * "event_clock" and "key_repeat" come from the visible check (device-check.js), "reduced_motion" is what a device asks
 * for (gradcpt-cards.js), the others come from every block.
 *
 * @typedef {"refresh_rate"|"dropped_frames"|"uneven_frames"|"coarse_clock"|"slipped_trials"|"event_clock"
 *   |"key_repeat"|"reduced_motion"} TimingFault
 *
 * @typedef {object} DisplayCheck
 * @property {import("./clock.js").Refresh} refresh
 * @property {number} resolutionMs  smallest step of the clock
 * @property {TimingFault[]} faults  empty when the display can time a drill
 */

/**
 * Look at display and clock while nothing goes on.
 *
 * @param {import("./clock.js").Clock} [clock]
 * @returns {Promise<DisplayCheck>} of the first look without faults, or of the last one
 */
export async function checkDisplay(clock = browserClock) {
  const resolutionMs = clockResolution(clock);
  for (let look = 1; ; look += 1) {
    const refresh = await measureRefresh(clock);
    const faults = timingFaults(refresh, resolutionMs);
    if (faults.length === 0 || look === LOOKS) return { refresh, resolutionMs, faults };
  }
}

/**
 * Can this device, as it was during the block, time a drill?
 *
 * @param {import("./clock.js").Refresh} refresh
 * @param {number} resolutionMs  smallest step of the clock
 * @param {import("./types.js").TrialTiming[]} timings  of the block; none yet before it
 * @returns {TimingFault[]} empty when it can
 */
export function timingFaults(refresh, resolutionMs, timings = []) {
  const slipped = timings.filter(hasSlipped).length;
  /** @type {[TimingFault, boolean][]} */
  const checks = [
    ["refresh_rate", refresh.hz < LOWEST_HZ],
    ["dropped_frames", refresh.dropped > MOST_DROPPED],
    ["uneven_frames", refresh.jitterMs > MOST_JITTER * refresh.frameMs],
    ["coarse_clock", resolutionMs > COARSEST_CLOCK_MS],
    ["slipped_trials", slipped > MOST_SLIPPED * timings.length],
  ];
  return checks.filter(([, fails]) => fails).map(([fault]) => fault);
}

/**
 * The stimulus was on for another number of frames or another time than planned, or the page froze. A page that was
 * hidden, had lost the focus or another size says something about the person's surroundings, not about the device.
 *
 * @param {import("./types.js").TrialTiming} timing
 */
export function hasSlipped(timing) {
  if (timing.hidden || timing.blurred || timing.resized) return false;
  return timing.frozen || timing.framesShown !== timing.framesPlanned || isOffByClock(timing);
}

/**
 * What the trial measured is not what was planned: it counts as not done. As the server decides it.
 *
 * @param {import("./types.js").TrialTiming} timing
 */
export function isVoid(timing) {
  const off = Math.abs(timing.framesShown - timing.framesPlanned);
  return isDisturbed(timing) || off > MOST_FRAMES_OFF || isOffByClock(timing);
}

/** @param {import("./types.js").TrialTiming} timing */
export function isDisturbed({ hidden, blurred, frozen, resized }) {
  return hidden || blurred || frozen || resized;
}

/** The display's frames may have become others than those counted; the clock still says how long it was. */
function isOffByClock({ plannedOnset, plannedOffset, onset, offset, framesPlanned }) {
  if (plannedOffset === null) return false;
  const planned = plannedOffset - plannedOnset;
  return Math.abs(offset - onset - planned) > (MOST_FRAMES_OFF_BY_CLOCK * planned) / framesPlanned;
}

/**
 * @param {import("./clock.js").Refresh} refresh
 * @param {"keyboard"|"touch"} input
 * @param {boolean} timingValid
 * @param {{resolutionMs: number, faults: TimingFault[]}} [check]  what the look before the block found
 * @returns {import("../types.js").Device}
 */
export function describeDevice(refresh, input, timingValid, check) {
  return {
    userAgent: navigator.userAgent,
    refreshHz: refresh.hz,
    viewport: [innerWidth, innerHeight],
    pixelRatio: devicePixelRatio,
    input,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    kernelVersion: KERNEL_VERSION,
    timingValid,
    ...(check && { check: checkRecord(refresh, check) }),
  };
}

function checkRecord({ dropped, jitterMs }, { resolutionMs, faults }) {
  // A clock that stood still has no resolution; JSON has no Infinity.
  return { resolutionMs: Number.isFinite(resolutionMs) ? resolutionMs : null, dropped, jitterMs, faults };
}
