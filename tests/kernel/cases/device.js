/** When a device may time a drill, and which trials do not count. */
import { checkDisplay, hasSlipped, isVoid, timingFaults } from "../../../training/static/training/drill/device.js";
import { close, same } from "../checks.js";
import { FakeDisplay, atEveryRate } from "../display.js";

const GOOD = { frameMs: 16.67, hz: 60, dropped: 0, jitterMs: 0.1 };
const timing = (framesShown = 15, flags = {}) => ({
  framesPlanned: 15, framesShown, hidden: false, blurred: false, frozen: false, resized: false, ...flags,
});
const faults = (change = {}, resolutionMs = 0.1, timings = []) =>
  timingFaults({ ...GOOD, ...change }, resolutionMs, timings);

/** A display on a clock that moves on by itself, as far as the look at its resolution goes. */
async function looked(hz, options) {
  const display = new FakeDisplay(hz, options);
  let reads = 0;
  const requestFrame = (callback) => display.requestFrame(callback);
  const check = checkDisplay({ requestFrame, now: () => (reads += 1) * 0.1 });
  // Between two looks the check takes a breath.
  for (let breath = 0; breath < 10; breath += 1) {
    display.run();
    await null;
  }
  return check;
}

const atRate = (hz) => [
  {
    name: `a steady display of ${hz} Hz can time`,
    run: async () => {
      const { refresh, resolutionMs, faults: found } = await looked(hz);
      same(found, []);
      close(refresh.hz, hz);
      close(resolutionMs, 0.1);
    },
  },
  {
    name: `a display of ${hz} Hz that stumbled once is looked at again`,
    run: async () => same((await looked(hz, { gaps: { 5: 4, 9: 3, 14: 3, 20: 2, 31: 2 } })).faults, []),
  },
  {
    name: `a display of ${hz} Hz that misses a frame in ten cannot`,
    run: async () => {
      const gaps = Object.fromEntries(Array.from({ length: 60 }, (_, slip) => [10 * slip + 4, 2]));
      same((await looked(hz, { gaps })).faults, ["dropped_frames"]);
    },
  },
];

/** 15 frames of 10 ms were planned and counted; by the clock it was on for so long. */
const lasting = (ms, change) =>
  timing(15, { plannedOnset: 1000, plannedOffset: 1150, onset: 1010, offset: 1010 + ms, ...change });

export const cases = [
  {
    name: "what was on for a frame and a half more or less than planned is void, whatever frames were counted",
    run: () => {
      const all = [75, 134, 136, 150, 164, 166, 300].map((ms) => lasting(ms));
      same(all.map(isVoid), [true, true, false, false, false, true, true]);
      same(all.map(hasSlipped), [true, true, false, false, false, true, true]);
    },
  },
  {
    name: "a stimulus whose end is not planned lasts as long as it lasts",
    run: () => same([isVoid, hasSlipped].map((asks) => asks(lasting(400, { plannedOffset: null }))), [false, false]),
  },
  ...atEveryRate(atRate),
  { name: "an ordinary display can", run: () => same(faults(), []) },
  { name: "a throttled display cannot", run: () => same(faults({ hz: 30 }), ["refresh_rate"]) },
  { name: "missed frames before the block", run: () => same(faults({ dropped: 0.2 }), ["dropped_frames"]) },
  { name: "uneven frames", run: () => same(faults({ jitterMs: 6 }), ["uneven_frames"]) },
  ...[60, 120, 144].map((hz) => ({
    name: `frames that stray by a quarter of their length are uneven at ${hz} Hz, those by a fifth are not`,
    run: () => {
      const frameMs = 1000 / hz;
      const found = [0.25, 0.2].map((share) => faults({ hz, frameMs, jitterMs: share * frameMs }));
      same(found, [["uneven_frames"], []]);
    },
  })),
  { name: "a coarse clock", run: () => same(faults({}, 100), ["coarse_clock"]) },
  {
    name: "slips in more than a tenth of the trials",
    run: () => {
      same(faults({}, 0.1, [timing(16), ...Array(9).fill(timing())]), []);
      same(faults({}, 0.1, [timing(16), timing(15, { frozen: true }), ...Array(8).fill(timing())]), ["slipped_trials"]);
    },
  },
  {
    name: "what happens around the person is not the device's fault",
    run: () => {
      for (const flag of ["hidden", "blurred", "resized"]) {
        same(hasSlipped(timing(400, { [flag]: true, frozen: true })), false, flag);
      }
    },
  },
  {
    name: "a slip of one frame is flagged, a longer one or any disturbance is void",
    run: () => {
      same([14, 15, 16].map((shown) => hasSlipped(timing(shown))), [true, false, true]);
      same([13, 14, 15, 16, 17].map((shown) => isVoid(timing(shown))), [true, false, false, false, true]);
      for (const flag of ["hidden", "blurred", "frozen", "resized"]) {
        same(isVoid(timing(15, { [flag]: true })), true, flag);
      }
    },
  },
];
