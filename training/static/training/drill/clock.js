/**
 * The frame clock: how long a frame of this display lasts, and how many frames a duration takes.
 *
 * @typedef {object} Clock  the browser's clock, or a test's
 * @property {(callback: (timestamp: number) => void) => void} requestFrame
 * @property {() => number} now  ms, on the same time line as the timestamps
 *
 * @typedef {object} Refresh
 * @property {number} frameMs  duration of one frame
 * @property {number} hz
 * @property {number} dropped  share of frames that were missed while measuring, 0 to 1
 * @property {number} jitterMs  standard deviation of the frames that were not missed
 */

/** @type {Clock} */
export const browserClock = {
  requestFrame: (callback) => requestAnimationFrame(callback),
  now: () => performance.now(),
};

/** 1.5 s at 60 Hz: with timestamps rounded to 1 ms the frame is then known to about 0.01 ms. */
export const FRAMES_TO_MEASURE = 90;

/** An interval beyond this multiple of the median is a missed frame, not a slow one. */
const MISSED = 1.5;

/** Durations that fall half-way between two frame counts go up, with this slack so that noise cannot decide. */
const TIE_SLACK_FRAMES = 0.01;

/**
 * @param {number[]} timestamps  of consecutive animation frames, ms; at least three
 * @returns {Refresh}
 * @throws {RangeError} on fewer timestamps
 */
export function refreshOf(timestamps) {
  if (timestamps.length < 3) throw new RangeError("refreshOf needs at least three timestamps.");
  const intervals = timestamps.slice(1).map((timestamp, i) => timestamp - timestamps[i]);
  const median = [...intervals].sort((a, b) => a - b)[Math.floor(intervals.length / 2)];
  const whole = intervals.filter((interval) => interval < median * MISSED && interval > median / MISSED);
  // The mean, since browsers round timestamps and the median of rounded values is off by up to half a step.
  const frameMs = whole.reduce((sum, interval) => sum + interval, 0) / whole.length;
  const variance = whole.reduce((sum, interval) => sum + (interval - frameMs) ** 2, 0) / whole.length;
  return {
    frameMs,
    hz: 1000 / frameMs,
    dropped: 1 - whole.length / intervals.length,
    jitterMs: Math.sqrt(variance),
  };
}

/**
 * Watch the display for some frames.
 *
 * @param {Clock} [clock]
 * @param {number} [frames]
 * @returns {Promise<Refresh>}
 */
export function measureRefresh(clock = browserClock, frames = FRAMES_TO_MEASURE) {
  return new Promise((resolve) => {
    /** @type {number[]} */
    const timestamps = [];
    const look = (timestamp) => {
      timestamps.push(timestamp);
      if (timestamps.length > frames) resolve(refreshOf(timestamps));
      else clock.requestFrame(look);
    };
    clock.requestFrame(look);
  });
}

/**
 * @param {number} durationMs
 * @param {number} frameMs
 * @returns {number} whole frames nearest to the duration, at least one
 */
export function framesFor(durationMs, frameMs) {
  return Math.max(1, Math.floor(durationMs / frameMs + 0.5 + TIE_SLACK_FRAMES));
}

/** How finely performance.now() moves is looked at for so long; coarser clocks are no use to a drill anyway. */
const RESOLUTION_LOOK_MS = 20;

/**
 * The smallest step of the clock. Browsers round it, some to 100 ms when asked to resist fingerprinting.
 *
 * @param {Clock} [clock]
 * @param {number} [mostReads]  so that a clock that stands still does not hang the page
 * @returns {number} ms; Infinity when it did not move while looked at
 */
export function clockResolution(clock = browserClock, mostReads = 1_000_000) {
  const start = clock.now();
  let smallest = Infinity;
  let last = start;
  for (let read = 0; read < mostReads && last - start < RESOLUTION_LOOK_MS; read += 1) {
    const now = clock.now();
    if (now > last) smallest = Math.min(smallest, now - last);
    last = now;
  }
  return smallest;
}
