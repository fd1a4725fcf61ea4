/** Frames are numbered by their timestamps, and what happened between two of them is put on the right trial. */
import {
  AWAY_MS, FREEZE_MS, FrameCounter, RETURN_MS, newTiming, runLoop,
} from "../../../training/static/training/drill/frames.js";
import { close, holds, same } from "../checks.js";
import { FakeDisplay, atEveryRate } from "../display.js";

function counted(hz, gaps, rounding = 0) {
  const display = new FakeDisplay(hz, { gaps, rounding });
  const counter = new FrameCounter(display.frameMs);
  for (let callback = 0; callback < 500; callback += 1) {
    display.give((timestamp) => {
      counter.advance(timestamp);
      same(counter.frame, display.frame, "frame");
    });
  }
}

function after(gapMs, frameMs = 10) {
  const counter = new FrameCounter(frameMs);
  counter.advance(1000);
  counter.advance(1000 + gapMs);
  return counter;
}

/** A loop of so many trials, one a frame. */
function brief(trials) {
  return {
    shown: 0, done: false, timings: [],
    tick() {
      this.shown += 1;
      this.done = this.shown === trials;
    },
  };
}

const atRate = (hz) => [
  { name: `missed frames are counted at ${hz} Hz`, run: () => counted(hz, { 3: 2, 4: 3, 90: 7, 200: 150 }) },
  { name: `so they are with timestamps rounded to 1 ms at ${hz} Hz`, run: () => counted(hz, { 3: 2, 4: 3, 90: 7 }, 1) },
  {
    name: `a gap beyond ${FREEZE_MS} ms is a freeze at ${hz} Hz`,
    run: () => {
      const frameMs = 1000 / hz;
      const most = Math.floor(FREEZE_MS / frameMs + 1e-9);
      same([most, most + 1].map((frames) => after(frames * frameMs - 1e-9, frameMs).froze), [false, true]);
    },
  },
];

export const cases = [
  ...atEveryRate(atRate),
  {
    name: "two callbacks in one frame are one frame",
    run: () => same(after(0).frame, 0),
  },
  ...[[60, 120], [60, 144], [75, 60], [60, 75], [144, 60], [120, 90]].map(([measured, hz]) => ({
    name: `a display measured at ${measured} Hz that goes on at ${hz} Hz is counted by the time that passes`,
    run: () => {
      const display = new FakeDisplay(hz);
      const counter = new FrameCounter(1000 / measured);
      for (let callback = 0; callback < 4 * hz; callback += 1) {
        display.give((timestamp) => counter.advance(timestamp));
        const passed = (callback / hz) * measured;
        close(counter.frame, passed, 1 + 0.01 * passed, `frame after ${callback} callbacks`);
      }
    },
  })),
  ...[0.995, 1.005].map((off) => ({
    name: `a measurement that is off by half a hundredth (${off}) never adds up to a frame`,
    run: () => {
      const display = new FakeDisplay(60);
      const counter = new FrameCounter(off * display.frameMs);
      for (let callback = 0; callback < 20_000; callback += 1) {
        display.give((timestamp) => counter.advance(timestamp));
        same(counter.frame, callback, "frame");
      }
    },
  })),
  {
    name: "a callback that comes late, and the next on time, are the frames that passed",
    run: () => {
      const counter = new FrameCounter(10);
      [1000, 1010, 1026, 1030, 1040].forEach((timestamp) => counter.advance(timestamp));
      same(counter.frame, 4);
    },
  },
  {
    name: "only a freeze moves what is to come, an absence by more",
    run: () => {
      same([10, 20, FREEZE_MS].map((gap) => after(gap).delay), [0, 0, 0]);
      same(after(FREEZE_MS + 10).delay, FREEZE_MS / 10);
      same(after(AWAY_MS + 10).delay, AWAY_MS / 10 + RETURN_MS / 10);
    },
  },
  {
    name: "only an absence gives time to come back",
    run: () => same([20, FREEZE_MS + 10, AWAY_MS + 10].map((gap) => after(gap).comeBack), [0, 0, RETURN_MS / 10]),
  },
  ...["tick", "afterShown"].map((where) => ({
    name: `what ${where} throws ends the loop and is told`,
    run: async () => {
      const display = new FakeDisplay(60);
      const loop = brief(5);
      const fail = () => {
        throw new Error("no more");
      };
      if (where === "tick") loop.tick = fail;
      const through = runLoop(loop, { clock: display, afterShown: fail }).catch((error) => error.message);
      display.run();
      same([await through, display.callbacks], ["no more", 1]);
    },
  })),
  {
    name: "a trial keeps its longest gap, its freeze and what the page's watch saw",
    run: () => {
      const timing = newTiming(15);
      after(150).note(timing, (noted) => (noted.resized = true));
      after(10).note(timing);
      close(timing.longestGap, 150);
      same([timing.frozen, timing.resized, timing.hidden, timing.framesPlanned], [true, true, false, 15]);
    },
  },
  {
    name: "a loop runs frame by frame until it is done",
    run: async () => {
      const display = new FakeDisplay(60);
      const seen = [];
      const loop = brief(5);
      const through = runLoop(loop, { clock: display, afterShown: () => seen.push(loop.shown) });
      display.run();
      same(await through, true, "through");
      same(seen, [1, 2, 3, 4, 5]);
      same(display.callbacks, 5, "callbacks");
    },
  },
  {
    name: "a loop that is stopped gets no further frame",
    run: async () => {
      const display = new FakeDisplay(60);
      const stop = new AbortController();
      const loop = brief(100);
      const through = runLoop(loop, {
        clock: display, signal: stop.signal, afterShown: () => loop.shown === 3 && stop.abort(),
      });
      display.run();
      same(await through, false, "through");
      holds(loop.shown === 3 && !loop.done, "three trials were shown");
    },
  },
];
