/** Stimuli are on for whole frames on one absolute schedule, and none slips in silence. */
import { framesFor } from "../../../training/static/training/drill/clock.js";
import { TrialLoop, runTrials } from "../../../training/static/training/drill/trial-loop.js";
import { isVoid } from "../../../training/static/training/drill/device.js";
import { close, holds, same } from "../checks.js";
import { FakeDisplay, atEveryRate } from "../display.js";

const DURATIONS_MS = [100, 250, 800];
const MASK_MS = 900;

/** Trials on a made-up display: what the loop recorded, and in which frame it changed the page. */
function played(hz, { count = 4, stimulusMs = 250, maskMs = MASK_MS, hold = {}, measured = hz, ...display } = {}) {
  const fake = new FakeDisplay(hz, display);
  const changes = { show: [], hide: [] };
  const frameMs = 1000 / measured;
  const plan = {
    count, frameMs,
    stimulusFrames: framesFor(stimulusMs, frameMs),
    maskFrames: framesFor(maskMs, frameMs),
    show: () => changes.show.push(fake.frame),
    hide: () => changes.hide.push(fake.frame),
    holdAfter: (index) => hold[index] ?? 0,
  };
  const loop = new TrialLoop(plan);
  fake.play(loop);
  const { timings, shown } = loop;
  return { ...plan, ...changes, timings, shown, ended: fake.frame, at: (frame) => fake.at(frame) };
}

/** Callbacks are numbered from 1; the first stimulus is on from frame `first` of a run without missed frames. */
const firstOf = (hz, maskMs = MASK_MS) => 1 + framesFor(maskMs, 1000 / hz);

const atRate = (hz) => [
  ...DURATIONS_MS.map((stimulusMs) => ({
    name: `${stimulusMs} ms are exactly the planned frames at ${hz} Hz`,
    run: () => {
      const { timings, stimulusFrames, maskFrames, frameMs } = played(hz, { count: 20, stimulusMs });
      timings.forEach((timing, index) => {
        same([timing.framesPlanned, timing.framesShown], [stimulusFrames, stimulusFrames], "frames");
        close(timing.offset - timing.onset, stimulusFrames * frameMs);
        close(timing.onset, timing.plannedOnset);
        close(timing.offset, timing.plannedOffset);
        close(timing.onset - timings[0].onset, index * (stimulusFrames + maskFrames) * frameMs);
        close(timing.longestGap, frameMs);
        same(timing.frozen, false, "frozen");
      });
    },
  })),
  {
    name: `onset and offset are the frames after the changes at ${hz} Hz`,
    run: () => {
      const { timings, show, hide, at } = played(hz);
      same(timings.map(({ onset }) => onset), show.map((frame) => at(frame + 1)), "onsets");
      same(timings.map(({ offset }) => offset), hide.map((frame) => at(frame + 1)), "offsets");
    },
  },
  {
    name: `frames missed inside a stimulus change nothing shown at ${hz} Hz`,
    run: () => {
      const { timings, stimulusFrames, frameMs } = played(hz, { gaps: { [firstOf(hz) + 4]: 3 } });
      same(timings.map(({ framesShown }) => framesShown), Array(4).fill(stimulusFrames));
      close(timings[0].longestGap, 3 * frameMs);
    },
  },
  {
    name: `frames missed at the end of a stimulus are recorded at ${hz} Hz`,
    run: () => {
      const stimulusFrames = framesFor(250, 1000 / hz);
      // The callback that takes the stimulus off has its change on the screen two frames late.
      const { timings } = played(hz, { gaps: { [firstOf(hz) + stimulusFrames]: 3 } });
      same(timings.map(({ framesShown }) => framesShown), [2, 0, 0, 0].map((late) => stimulusFrames + late));
    },
  },
  {
    name: `a late onset keeps its duration and delays nothing after it at ${hz} Hz`,
    run: () => {
      const { timings, stimulusFrames, maskFrames, frameMs } = played(hz, { gaps: { [firstOf(hz) - 1]: 5 } });
      same(timings[0].framesShown, stimulusFrames);
      close(timings[0].onset - timings[0].plannedOnset, 4 * frameMs);
      close(timings[1].onset, timings[1].plannedOnset);
      close(timings[1].onset - timings[0].plannedOnset, (stimulusFrames + maskFrames) * frameMs);
    },
  },
  {
    name: `slips do not add up at ${hz} Hz`,
    run: () => {
      const gaps = Object.fromEntries(Array.from({ length: 60 }, (_, slip) => [40 + 23 * slip, 3]));
      const { timings, stimulusFrames, maskFrames, frameMs } = played(hz, { count: 10, gaps });
      close(timings[9].plannedOnset - timings[0].plannedOnset, 9 * (stimulusFrames + maskFrames) * frameMs);
      for (const { onset, plannedOnset } of timings) {
        holds(onset > plannedOnset - 1e-6 && onset <= plannedOnset + 3 * frameMs, "an onset is at most a gap late");
      }
    },
  },
  {
    name: `what is recorded is what was shown, whatever is missed, at ${hz} Hz`,
    run: () => {
      const gaps = Object.fromEntries(Array.from({ length: 400 }, (_, slip) => [7 * slip + 3, 1 + ((slip * 5) % 4)]));
      const { timings, show, hide, frameMs } = played(hz, { count: 12, stimulusMs: 100, gaps });
      timings.forEach((timing, index) => {
        close(timing.framesShown, (timing.offset - timing.onset) / frameMs);
        holds(timing.onset > show[index] * frameMs && timing.offset > hide[index] * frameMs, "dated after the change");
      });
    },
  },
  {
    name: `a freeze is flagged and moves the rest at ${hz} Hz`,
    run: () => {
      const frozen = Math.ceil(160 * hz / 1000);
      const { timings, stimulusFrames, maskFrames, frameMs } = played(hz, { gaps: { [firstOf(hz) + 5]: frozen } });
      same(timings.map((timing) => timing.frozen), [true, false, false, false]);
      close(timings[1].onset - timings[0].onset, (stimulusFrames + maskFrames + frozen - 1) * frameMs);
      same(timings.slice(1).map(({ framesShown }) => framesShown), Array(3).fill(stimulusFrames));
    },
  },
  {
    name: `after an absence the next stimulus waits at ${hz} Hz`,
    run: () => {
      const away = firstOf(hz) + framesFor(250, 1000 / hz) + 5; // in the first mask
      const { timings, at } = played(hz, { gaps: { [away]: 60 * hz } });
      same([timings[0].frozen, timings[1].frozen], [true, false]);
      holds(timings[1].onset - at(away - 1 + 60 * hz) >= 1500, "1.5 s after coming back");
    },
  },
];

export const cases = [
  ...atEveryRate(atRate),
  ...[[60, 75], [60, 120], [60, 144], [75, 144], [120, 144]].map(([measured, hz]) => ({
    name: `times stay what they were planned when ${measured} Hz become ${hz} Hz`,
    run: () => {
      const { timings, frameMs, stimulusFrames, maskFrames } = played(hz, { measured, count: 20 });
      for (const timing of timings) {
        close(timing.offset - timing.onset, stimulusFrames * frameMs, 1.5 * frameMs, "duration");
        holds(!isVoid(timing), "off by less than would void it");
      }
      const apart = (timings[19].onset - timings[0].onset) / 19;
      close(apart, (stimulusFrames + maskFrames) * frameMs, 0.01 * apart, "from onset to onset");
    },
  })),
  ...[[75, 60], [120, 60], [144, 60], [144, 90]].map(([measured, hz]) => ({
    name: `when ${measured} Hz become ${hz} Hz, what is off by more than a frame and a half is void`,
    run: () => {
      const { timings, frameMs, stimulusFrames } = played(hz, { measured, count: 20 });
      for (const timing of timings) {
        const off = Math.abs(timing.offset - timing.onset - stimulusFrames * frameMs);
        holds(off <= 1.5 * frameMs || isVoid(timing), `${off} ms unflagged`);
        holds(off <= 2 * (1000 / hz), "never by more than two frames of the display");
      }
    },
  })),
  {
    name: "a stimulus of one frame",
    run: () => {
      const { timings } = played(60, { stimulusMs: 1, maskMs: 80 });
      same(timings.map(({ framesShown }) => framesShown), [1, 1, 1, 1]);
    },
  },
  {
    name: "a hold delays the next trial once",
    run: () => {
      const { timings, stimulusFrames, maskFrames, frameMs } = played(60, { hold: { 1: 120 } });
      const apart = timings.slice(1).map(({ onset }, index) => Math.round((onset - timings[index].onset) / frameMs));
      same(apart, [0, 120, 0].map((held) => stimulusFrames + maskFrames + held));
    },
  },
  {
    name: "the last mask is shown in full",
    run: () => {
      const { timings, maskFrames, ended, shown, at } = played(60);
      same(shown, 4, "shown");
      close(at(ended), timings[3].offset + maskFrames * (1000 / 60), 1e-6, "the end");
    },
  },
  {
    name: "a run that is stopped gives nothing",
    run: async () => {
      const display = new FakeDisplay(60);
      const stop = new AbortController();
      const plan = { count: 9, frameMs: 1000 / 60, stimulusFrames: 15, maskFrames: 54, hide() {} };
      const show = (index) => index === 2 && stop.abort();
      const ran = runTrials({ ...plan, show }, { clock: display, signal: stop.signal });
      display.run();
      same(await ran, null);
    },
  },
];
