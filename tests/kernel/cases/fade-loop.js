/** Scenes blend into each other without a pause, each for whole frames, and none slips in silence. */
import { framesFor } from "../../../training/static/training/drill/clock.js";
import { FadeLoop } from "../../../training/static/training/drill/fade-loop.js";
import { hasSlipped, isVoid } from "../../../training/static/training/drill/device.js";
import { RETURN_MS } from "../../../training/static/training/drill/frames.js";
import { close, holds, same } from "../checks.js";
import { FakeDisplay, atEveryRate } from "../display.js";

const TRIAL_MS = 800;

/** Scenes on a made-up display: what the loop recorded, and in which frame it drew what. */
function played(hz, { count = 4, hold = {}, measured = hz, ...options } = {}) {
  const display = new FakeDisplay(hz, options);
  const frameMs = 1000 / measured;
  const trialFrames = framesFor(TRIAL_MS, frameMs);
  const drawn = [];
  const loop = new FadeLoop({
    count, trialFrames, frameMs,
    draw: (index, coherence) => drawn.push({ frame: display.frame, index, coherence }),
    holdAfter: (index) => hold[index] ?? 0,
  });
  display.play(loop);
  return { trialFrames, drawn, frameMs, timings: loop.timings, shown: loop.shown, at: (frame) => display.at(frame) };
}

/** The callback in the middle of the second scene; the first callback puts the first one on, at nothing. */
const inSecond = (hz) => 1 + Math.round(1.5 * framesFor(TRIAL_MS, 1000 / hz));

const atRate = (hz) => [
  {
    name: `each scene takes the planned frames at ${hz} Hz`,
    run: () => {
      const { timings, trialFrames, frameMs, shown } = played(hz, { count: 20 });
      same(shown, 20, "shown");
      timings.forEach((timing, index) => {
        same([timing.framesPlanned, timing.framesShown, timing.frozen], [trialFrames, trialFrames, false], "frames");
        close(timing.onset, timing.plannedOnset);
        close(timing.offset, timing.plannedOffset);
        close(timing.onset - timings[0].onset, index * trialFrames * frameMs);
        if (index > 0) close(timing.onset, timings[index - 1].offset);
      });
    },
  },
  {
    name: `the onset is the frame after the scene was put on at nothing, at ${hz} Hz`,
    run: () => {
      const { timings, drawn, at } = played(hz);
      const begun = drawn.filter(({ coherence, index }) => coherence === 0 && index < 4);
      same(timings.map(({ onset }) => onset), begun.map(({ frame }) => at(frame + 1)));
    },
  },
  {
    name: `coherence grows evenly, frame by frame, at ${hz} Hz`,
    run: () => {
      const { drawn, trialFrames } = played(hz);
      const second = drawn.filter(({ index }) => index === 1);
      second.forEach(({ coherence }, step) => close(coherence, step / trialFrames));
      same(second.length, trialFrames, "steps");
    },
  },
  {
    name: `frames missed inside a fade leave its pace and its length at ${hz} Hz`,
    run: () => {
      const { timings, drawn, trialFrames } = played(hz, { gaps: { [inSecond(hz)]: 4 } });
      same(timings.map(({ framesShown }) => framesShown), Array(4).fill(trialFrames));
      const [first, ...others] = drawn.filter(({ index }) => index === 1);
      for (const { frame, coherence } of others) close(coherence, (frame - first.frame) / trialFrames);
    },
  },
  {
    name: `a change that comes late is recorded, and the next fade is whole, at ${hz} Hz`,
    run: () => {
      const trialFrames = framesFor(TRIAL_MS, 1000 / hz);
      // The callback that begins the second scene: its change is on the screen three frames late.
      const { timings } = played(hz, { gaps: { [1 + trialFrames]: 4 } });
      same(timings.map(({ framesShown }) => framesShown - trialFrames), [3, 0, 0, 0]);
      close(timings[1].onset, timings[0].offset);
      holds(timings[1].onset > timings[1].plannedOnset, "the onset says that it was late");
    },
  },
  {
    name: `a scene that begins late says when it was due at ${hz} Hz`,
    run: () => {
      const trialFrames = framesFor(TRIAL_MS, 1000 / hz);
      const { timings, frameMs } = played(hz, { gaps: { [trialFrames]: 4 } });
      close(timings[1].plannedOnset - timings[0].onset, trialFrames * frameMs);
      close(timings[1].onset - timings[1].plannedOnset, 3 * frameMs);
    },
  },
  {
    name: `a gap before a change belongs to the scene before it at ${hz} Hz`,
    run: () => {
      const frozen = Math.ceil(0.16 * hz);
      const { timings } = played(hz, { gaps: { [1 + framesFor(TRIAL_MS, 1000 / hz)]: frozen } });
      same(timings.map((timing) => timing.frozen), [true, false, false, false]);
      close(timings[0].longestGap, frozen * (1000 / hz));
      close(timings[1].longestGap, 1000 / hz);
    },
  },
  {
    name: `what is recorded is what was shown, whatever is missed, at ${hz} Hz`,
    run: () => {
      const gaps = Object.fromEntries(Array.from({ length: 300 }, (_, slip) => [7 * slip + 3, 1 + ((slip * 5) % 4)]));
      const { timings, trialFrames, frameMs } = played(hz, { count: 12, gaps });
      for (const { onset, offset, framesShown, framesPlanned } of timings) {
        close(framesShown, (offset - onset) / frameMs);
        same(framesPlanned, trialFrames);
        holds(framesShown >= trialFrames, "never shorter than planned");
      }
    },
  },
  {
    name: `a freeze is flagged on the scene that it was in at ${hz} Hz`,
    run: () => {
      const { timings } = played(hz, { gaps: { [inSecond(hz)]: Math.ceil(0.16 * hz) } });
      same(timings.map(({ frozen }) => frozen), [false, true, false, false]);
    },
  },
];

/** Callback in which the second scene is put on; it is dated in the one after. */
const putsOnSecond = (hz) => 1 + framesFor(TRIAL_MS, 1000 / hz);

export const cases = [
  ...atEveryRate(atRate),
  ...[[60, 75], [60, 120], [60, 144], [120, 144]].map(([measured, hz]) => ({
    name: `scenes last what was planned when ${measured} Hz become ${hz} Hz`,
    run: () => {
      const { timings } = played(hz, { measured, count: 20 });
      for (const timing of timings) holds(!isVoid(timing), "off by less than would void it");
      close((timings[19].offset - timings[0].onset) / 20, TRIAL_MS, 0.025 * TRIAL_MS, "mean");
    },
  })),
  {
    name: "a scene that begins late is no longer or shorter for it by the clock",
    run: () => {
      const { timings, frameMs, trialFrames } = played(60, { gaps: { [1 + framesFor(TRIAL_MS, 1000 / 60)]: 4 } });
      for (const { plannedOnset, plannedOffset } of timings) close(plannedOffset - plannedOnset, trialFrames * frameMs);
      same(timings.map(isVoid), [true, false, false, false]); // the one before stayed three frames too long
    },
  },
  ...[60, 144].map((hz) => ({
    name: `after an absence the next scene waits until the person has come back, at ${hz} Hz`,
    run: () => {
      for (const callback of [inSecond(hz), putsOnSecond(hz) - 1]) {
        const { timings, drawn, at } = played(hz, { gaps: { [callback]: 20 * hz } });
        const gone = callback === inSecond(hz) ? 1 : 0;
        const back = at(callback - 1 + 20 * hz);
        same(timings.map(({ frozen }) => frozen), [0, 1, 2, 3].map((index) => index === gone), "frozen");
        close(timings[gone + 1].onset - back, RETURN_MS, 2000 / hz, "time to come back");
        same(timings.slice(gone + 1).map(isVoid), Array(3 - gone).fill(false), "void");
        holds(drawn.every(({ coherence }) => coherence >= 0 && coherence <= 1), "a mix of two pictures");
      }
    },
  })),
  {
    name: "a scene that was put on as the person left begins again, from nothing",
    run: () => {
      const { timings, drawn, at } = played(60, { gaps: { [putsOnSecond(60)]: 1200 } });
      const back = at(putsOnSecond(60) - 1 + 1200);
      same(timings.map(({ frozen }) => frozen), [true, false, false, false]);
      close(timings[1].onset - back, RETURN_MS, 2000 / 60, "time to come back");
      same(drawn.filter(({ index, coherence }) => index === 1 && coherence === 0).length, 2, "times it began");
    },
  },
  {
    name: "the last scene fades out as long as it faded in",
    run: () => {
      const { drawn, trialFrames } = played(60);
      const out = drawn.filter(({ index }) => index === 4);
      same([out.length, out[0].coherence], [trialFrames, 0]);
    },
  },
  {
    name: "in practice a scene that is whole stays while something is said, once",
    run: () => {
      const { timings, trialFrames } = played(60, { hold: { 1: 90 } });
      same(timings.map(hasSlipped), Array(4).fill(false), "slipped");
      const lasted = timings.map(({ framesShown }) => framesShown - trialFrames);
      same(lasted, [0, 90, 0, 0]);
    },
  },
];
