/** How long a frame of this display lasts, how many frames a duration takes, and how fine the clock is. */
import {
  clockResolution, framesFor, measureRefresh, refreshOf,
} from "../../../training/static/training/drill/clock.js";
import { close, fails, same } from "../checks.js";
import { FakeDisplay, RATES, atEveryRate } from "../display.js";

/** Nearest whole frames of 100, 250, 800 and 900 ms. */
const PLANNED = {
  60: [6, 15, 48, 54],
  75: [8, 19, 60, 68],
  90: [9, 23, 72, 81],
  120: [12, 30, 96, 108],
  144: [14, 36, 115, 130],
};
/** As coarse as browsers round timestamps when they guard against fingerprinting a little. */
const ROUNDED_MS = 1;

async function measured(hz, options) {
  const display = new FakeDisplay(hz, options);
  const refresh = measureRefresh(display, 90);
  display.run();
  return refresh;
}

const atRate = (hz) => [
  {
    name: `${hz} Hz is measured`,
    run: async () => {
      const refresh = await measured(hz);
      close(refresh.hz, hz);
      close(refresh.frameMs, 1000 / hz);
      same(refresh.dropped, 0, "dropped");
      close(refresh.jitterMs, 0);
    },
  },
  {
    name: `missed frames are counted and do not slow the rate at ${hz} Hz`,
    run: async () => {
      const refresh = await measured(hz, { gaps: { 10: 2, 40: 3, 55: 2, 70: 12 } });
      close(refresh.hz, hz);
      close(refresh.dropped, 4 / 90);
    },
  },
  {
    name: `timestamps rounded to ${ROUNDED_MS} ms leave the rate within a thousandth at ${hz} Hz`,
    run: async () => close((await measured(hz, { rounding: ROUNDED_MS })).hz / hz, 1, 1e-3),
  },
  {
    name: `durations are the nearest whole frames at ${hz} Hz`,
    run: () => same([100, 250, 800, 900].map((ms) => framesFor(ms, 1000 / hz)), PLANNED[hz]),
  },
];

export const cases = [
  ...atEveryRate(atRate),
  {
    name: "a tie goes up whatever the noise of the measurement",
    run: () => same([89.98, 90, 90.02].map((hz) => framesFor(250, 1000 / hz)), [23, 23, 23]), // 22.5 frames
  },
  {
    name: "nothing is shorter than a frame",
    run: () => same(RATES.map((hz) => framesFor(1, 1000 / hz)), [1, 1, 1, 1, 1]),
  },
  { name: "two timestamps are too few", run: () => fails(() => refreshOf([1, 2]), /at least three/) },
  ...[0.1, 1, 100].map((step) => ({
    name: `a clock that moves by ${step} ms has that resolution`,
    run: () => {
      let reads = 0;
      const now = () => Math.floor(((reads += 1) * 0.013) / step) * step;
      close(clockResolution({ now, requestFrame() {} }), step);
    },
  })),
  {
    name: "a clock that stands still has no resolution",
    run: () => same(clockResolution({ now: () => 5, requestFrame() {} }, 1000) === Infinity, true),
  },
];
