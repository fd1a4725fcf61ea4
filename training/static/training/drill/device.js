/** Goes up whenever timing or recording changes, so that runs of different kernels are told apart. */
export const KERNEL_VERSION = "1.0.0";

/** Below 50 Hz half a frame is more than 10 ms, 4 % of a 250 ms stimulus; such rates mean a throttled display. */
export const LOWEST_HZ = 50;
/** More missed frames than this before the block, with nothing going on, and it will be worse in it. */
export const MOST_DROPPED = 0.05;
/** Frames that come this unevenly leave the count of frames shown open by one. */
export const MOST_JITTER_MS = 4;
/** Response times are compared as spreads of tens of ms; a clock coarser than this adds its own. */
export const COARSEST_CLOCK_MS = 4;
/** Of the trials in the block, so many may have slipped: they are left out, and d' still rests on enough. */
export const MOST_SLIPPED = 0.1;

/** @typedef {"refresh_rate"|"dropped_frames"|"uneven_frames"|"coarse_clock"|"slipped_trials"} TimingFault */

/**
 * Can this device, as it was during the block, time a drill?
 *
 * @param {import("./clock.js").Refresh} refresh
 * @param {number} resolutionMs  smallest step of the clock
 * @param {import("./trial-loop.js").TrialTiming[]} timings  of the block; none yet before it
 * @returns {TimingFault[]} empty when it can
 */
export function timingFaults(refresh, resolutionMs, timings = []) {
  const slipped = timings.filter(hasSlipped).length;
  /** @type {[TimingFault, boolean][]} */
  const checks = [
    ["refresh_rate", refresh.hz < LOWEST_HZ],
    ["dropped_frames", refresh.dropped > MOST_DROPPED],
    ["uneven_frames", refresh.jitterMs > MOST_JITTER_MS],
    ["coarse_clock", resolutionMs > COARSEST_CLOCK_MS],
    ["slipped_trials", slipped > MOST_SLIPPED * timings.length],
  ];
  return checks.filter(([, fails]) => fails).map(([fault]) => fault);
}

/**
 * The stimulus was on for another number of frames than planned, or the page froze. A page that was hidden or
 * had lost the focus says something about the person's surroundings, not about the device.
 *
 * @param {import("./trial-loop.js").TrialTiming} timing
 */
export function hasSlipped(timing) {
  if (timing.hidden || timing.blurred) return false;
  return timing.frozen || timing.framesShown !== timing.framesPlanned;
}

/**
 * @param {import("./clock.js").Refresh} refresh
 * @param {"keyboard"|"touch"} input
 * @param {boolean} timingValid
 * @returns {import("../types.js").Device}
 */
export function describeDevice(refresh, input, timingValid) {
  return {
    userAgent: navigator.userAgent,
    refreshHz: refresh.hz,
    viewport: [innerWidth, innerHeight],
    pixelRatio: devicePixelRatio,
    input,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    kernelVersion: KERNEL_VERSION,
    timingValid,
  };
}
