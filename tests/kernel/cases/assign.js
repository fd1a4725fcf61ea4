/** Which press is the response to which trial. */
import { ANTICIPATION_MS, assignPresses } from "../../../training/static/training/drill/assign.js";
import { close, holds, same } from "../checks.js";

const ONSETS = [1000, 2150, 3300];
const press = (time, more = {}) => ({ time, handled: time + 4, key: "Space", repeat: false, ...more });
const assign = (...presses) => assignPresses(ONSETS, presses);

export const cases = [
  {
    name: "a response time runs from the onset to the event, not to its handling",
    run: () => {
      const [first, second, third] = assign(press(1400.5), press(3650));
      same([first.responseTime, first.eventTime, first.handledTime, first.key], [400.5, 1400.5, 1404.5, "Space"]);
      same([second.responseTime, second.eventTime, second.handledTime, second.key], [null, null, null, null]);
      close(third.responseTime, 350);
    },
  },
  {
    name: "presses at known delays of 200, 500 and 800 ms",
    run: () => {
      for (const delay of [200, 500, 800]) {
        const responses = assignPresses(ONSETS, ONSETS.map((onset) => press(onset + delay)));
        same(responses.map(({ responseTime }) => responseTime), [delay, delay, delay]);
      }
    },
  },
  {
    name: "a press in the mask belongs to the stimulus before it",
    run: () => close(assign(press(2149.9))[0].responseTime, 1149.9),
  },
  {
    name: "a press in the frame of an onset belongs to that onset",
    run: () => same(assign(press(2150)).map(({ responseTime }) => responseTime), [null, 0, null]),
  },
  {
    name: "a press before the first onset belongs to nothing",
    run: () => holds(assign(press(999)).every(({ eventTime }) => eventTime === null), "nobody has it"),
  },
  {
    name: "the first press by its own time is the response, and the others are counted",
    run: () => {
      const [first] = assign(press(1900), press(1300), press(1500, { key: "touch" }));
      same([first.responseTime, first.key, first.extraPresses], [300, "Space", 2]);
    },
  },
  {
    name: "a held key is flagged and is no press",
    run: () => {
      const [first, second] = assign(press(1300), press(1900, { repeat: true }), press(2200, { repeat: true }));
      same([first.repeat, first.extraPresses], [true, 0]);
      same([second.repeat, second.responseTime], [true, null]);
    },
  },
  {
    name: `faster than ${ANTICIPATION_MS} ms is an anticipation`,
    run: () => {
      const [first, second] = assign(press(1000 + ANTICIPATION_MS - 0.1), press(2150 + ANTICIPATION_MS));
      same([first.anticipation, second.anticipation], [true, false]);
    },
  },
];
