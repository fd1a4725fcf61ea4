/** What is written down of a trial is the same while the block runs and at its end. */
import { assignPresses } from "../../../training/static/training/drill/assign.js";
import { newTiming } from "../../../training/static/training/drill/frames.js";
import { BlockRecord } from "../../../training/static/training/drill/record.js";
import { holds, same } from "../checks.js";

const STEP = { practice: false, digits: [4, 3, 9, 1] };
const DRILL = { count: (step) => step.digits.length, stimulus: (step, index) => ({ digit: step.digits[index] }) };
const TIMINGS = STEP.digits.map((_, index) => ({
  ...newTiming(15), onset: 1000 + 1150 * index, offset: 1250 + 1150 * index, framesShown: 15,
}));
const press = (time) => ({ time, handled: time + 3, key: "Space", repeat: false });
const PRESSES = [press(1300), press(1900), press(2150), press(4700)];

const recorded = (drill = DRILL, first = 225) => new BlockRecord(drill, STEP, first, PRESSES);

export const cases = [
  {
    name: "trials are numbered through the attempt, and each has an identifier of its own",
    run: () => {
      const trials = recorded().trials(TIMINGS);
      same(trials.map(({ sequence, index, digit, phase }) => [sequence, index, digit, phase]), [
        [225, 0, 4, "measured"], [226, 1, 3, "measured"], [227, 2, 9, "measured"], [228, 3, 1, "measured"],
      ]);
      same(new Set(trials.map(({ uuid }) => uuid)).size, 4, "identifiers");
      holds(trials.every(({ uuid }) => /^[0-9a-f]{8}-[0-9a-f]{4}-4/.test(uuid)), "random identifiers");
    },
  },
  {
    name: "practice says that it is practice",
    run: () => same(new BlockRecord(DRILL, { ...STEP, practice: true }, 0, []).trials(TIMINGS)[0].phase, "practice"),
  },
  {
    name: "one trial by itself is what it is among all of them",
    run: () => {
      const record = recorded();
      const all = record.trials(TIMINGS);
      all.forEach((trial, index) => same(record.trial(TIMINGS, index), trial, `trial ${index}`));
    },
  },
  {
    name: "the trial on the screen has its presses before the next one has come",
    run: () => {
      const far = TIMINGS.map((timing, index) => (index < 2 ? timing : newTiming(15)));
      same(recorded().trial(far, 1).responseTime, 0);
    },
  },
  {
    name: "presses count once: the first is the response, the others are extra",
    run: () => {
      const responses = recorded().trials(TIMINGS).map((trial) => [trial.responseTime, trial.extraPresses]);
      same(responses, [[300, 1], [0, 0], [null, 0], [250, 0]]);
    },
  },
  {
    name: "a drill's own way to respond goes into the record",
    run: () => {
      const respond = (timings, presses) => assignPresses(timings.map(({ onset }) => onset), presses)
        .map((response) => ({ ...response, presses: presses.length }));
      same(recorded({ ...DRILL, respond }).trials(TIMINGS).map(({ presses }) => presses), [4, 4, 4, 4]);
    },
  },
];
