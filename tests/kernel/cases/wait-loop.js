/** A stimulus after each wait, until it is responded to. */
import { framesFor } from "../../../training/static/training/drill/clock.js";
import { isVoid } from "../../../training/static/training/drill/device.js";
import { MESSAGE_MS, MOST_RESTARTS, WaitLoop } from "../../../training/static/training/drill/wait-loop.js";
import { close, holds, same } from "../checks.js";
import { FakeDisplay, atEveryRate } from "../display.js";

const LIMIT_MS = 5000;
const START_MS = 1000;

/**
 * Waits on a made-up display. `answer(trial)`: ms from the onset to the press, or null; `twice`: another press follows
 * each answer, before the frame in which the stimulus is gone; `early`: when presses come that answer nothing, ms from
 * the start; `held`: as repeats of a held key.
 */
function played(hz, { answer = () => 300, twice = false, early = [], held = false, ...options } = {}) {
  const { waitsMs = [2000, 3000, 2500], durationMs = null } = options;
  const display = new FakeDisplay(hz, options);
  const said = [];
  const presses = [];
  const shownAt = [];
  const loop = new WaitLoop({
    waitsMs, durationMs, presses,
    limitMs: LIMIT_MS,
    frameMs: display.frameMs,
    show: () => shownAt.push(display.frame),
    hide: (responseMs) => said.push(responseMs),
    warn: () => said.push("too soon"),
    rest: () => {},
  });
  // A press is handled in the first frame after it.
  const coming = early.map((ms) => START_MS + ms);
  let answered = 0;
  while (!loop.done && display.callbacks < 100_000) {
    const timing = loop.timings[loop.shown];
    if (timing?.onset && answered === loop.shown) {
      answered += 1;
      const delay = answer(loop.shown);
      if (delay !== null) coming.push(timing.onset + delay);
    }
    for (const time of coming.splice(0)) {
      const now = display.now();
      const isEarly = early.includes(time - START_MS);
      if (time > now) coming.push(time);
      else presses.push({ time, handled: now, key: "Space", repeat: held && isEarly });
      if (twice && presses.length % 2 === 1 && time <= now) coming.push(now + 1);
    }
    display.give((timestamp) => loop.tick(timestamp));
  }
  return { timings: loop.timings, shown: loop.shown, done: loop.done, said, shownAt, display };
}

const atRate = (hz) => [
  {
    name: `a stimulus comes after its wait, in whole frames, at ${hz} Hz`,
    run: () => {
      const { timings, display, shownAt } = played(hz);
      const waits = [2000, 3000, 2500].map((ms) => framesFor(ms, display.frameMs) * display.frameMs);
      timings.forEach(({ onset, plannedOnset }, index) => {
        close(onset - (timings[index - 1]?.offset ?? START_MS), waits[index]);
        close(onset, plannedOnset);
        close(onset, display.at(shownAt[index] + 1));
      });
    },
  },
  {
    name: `it goes with the first frame after the response, and both counts say how long it was on, at ${hz} Hz`,
    run: () => {
      const { timings, said, display } = played(hz);
      for (const { onset, offset, framesShown, framesPlanned } of timings) {
        close(framesShown, (offset - onset) / display.frameMs);
        same(framesPlanned, framesShown, "frames");
        holds(offset - onset >= 300 && offset - onset <= 300 + 3 * display.frameMs, "soon after the press");
      }
      said.forEach((ms) => close(ms, 300));
    },
  },
  {
    name: `without a response it goes at the limit at ${hz} Hz`,
    run: () => {
      const { timings, said, display } = played(hz, { answer: (trial) => (trial === 1 ? null : 300) });
      same(said.map((ms) => ms === null), [false, true, false]);
      const lasted = timings[1].offset - timings[1].onset;
      holds(lasted >= LIMIT_MS - 1e-6 && lasted <= LIMIT_MS + 2 * display.frameMs, "as long as the limit");
    },
  },
  {
    name: `a press in the wait is a false start, and the same wait begins anew, at ${hz} Hz`,
    run: () => {
      const { timings, said, display } = played(hz, { early: [1500] });
      same(timings.map(({ falseStarts }) => falseStarts), [1, 0, 0]);
      same(said[0], "too soon");
      const waited = timings[0].onset - START_MS - 1500;
      holds(waited >= 2000 - display.frameMs && waited <= 2000 + 2 * display.frameMs, "2 s after the press");
    },
  },
  {
    name: `a freeze in a trial is flagged at ${hz} Hz`,
    run: () => {
      const { timings } = played(hz, { gaps: { [Math.round(hz)]: Math.ceil(0.16 * hz) } });
      same(timings.map(({ frozen }) => frozen), [true, false, false]);
    },
  },
];

export const cases = [
  ...atEveryRate(atRate),
  {
    name: `a wait begins anew at most ${MOST_RESTARTS} times, and every press in it is counted`,
    run: () => {
      // Every half second, for a minute: with no limit the first stimulus would never come.
      const early = Array.from({ length: 120 }, (_, press) => 500 * press + 250);
      const { timings, done, said } = played(60, { early, answer: () => null });
      same(done, true, "the block ends");
      const last = START_MS + early[MOST_RESTARTS - 1];
      holds(Math.abs(timings[0].onset - last - 2000) <= 50, "2 s after the last press that began it anew");
      same(timings[0].falseStarts, MOST_RESTARTS + 3);
      same(said.slice(0, MOST_RESTARTS + 1).filter((word) => word === "too soon").length, MOST_RESTARTS, "told");
    },
  },
  {
    name: "the next wait may begin anew as often",
    run: () => {
      const early = Array.from({ length: 8 }, (_, press) => 300 * (press + 1));
      const second = [6600, 6900, 7200];
      const { timings } = played(60, { early: [...early, ...second], answer: () => 300 });
      same(timings.map(({ falseStarts }) => falseStarts), [8, 3, 0]);
      const waited = timings[1].onset - START_MS - 7200;
      holds(Math.abs(waited - 3000) <= 50, "3 s after the last of them");
    },
  },
  {
    name: "no end is planned, so a stimulus that comes late is not void for that",
    run: () => {
      const { timings } = played(60, { gaps: { 120: 4 } });
      holds(timings[0].onset - timings[0].plannedOnset > 40, "it came late");
      same(timings.map(({ plannedOffset }) => plannedOffset), [null, null, null]);
      same(timings.map(isVoid), [false, false, false]);
    },
  },
  {
    name: "the block ends with the last wait, after the person's time was shown",
    run: () => {
      const { done, shown, timings, display } = played(60);
      same([done, shown], [true, 3]);
      const after = display.now() - timings[2].offset;
      holds(Math.abs(after - MESSAGE_MS) <= 2 * display.frameMs, "a second after the last response");
    },
  },
  {
    name: "or with the first response after its duration",
    run: () => {
      const { done, shown, timings } = played(60, { waitsMs: Array(50).fill(2000), durationMs: 10_000 });
      same([done, shown], [true, 5]); // each takes 2.3 s
      holds(timings[5].onset === 0, "no sixth stimulus");
    },
  },
  {
    name: "time before a false start in the first wait is no part of the duration",
    run: () => same(played(60, { waitsMs: Array(50).fill(2000), durationMs: 10_000, early: [1500] }).shown, 5),
  },
  {
    name: "a key that is held is no false start",
    run: () => same(played(60, { early: [1000, 1100, 1200], held: true }).timings[0].falseStarts, 0),
  },
  {
    name: "a second press before the stimulus is gone is no false start of the next trial",
    run: () => same(played(60, { twice: true }).timings.map(({ falseStarts }) => falseStarts), [0, 0, 0]),
  },
  {
    name: "after an absence in a wait, the wait begins anew and the trial is flagged",
    run: () => {
      const { timings, display } = played(60, { gaps: { 60: 600 } });
      same(timings[0].frozen, true);
      const back = display.at(659);
      close(timings[0].onset - back, 2000, 1e-6, "the wait after coming back");
    },
  },
];
