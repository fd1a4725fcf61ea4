/** Which trials of a block do not count, and what a person is told of a block that has too many of them. */
import { voided, voidsOf } from "../../../training/static/training/drill/block-cards.js";
import { drill as gradcpt } from "../../../training/static/training/drill/gradcpt.js";
import { drill as pvt } from "../../../training/static/training/drill/pvt.js";
import { drill as sart } from "../../../training/static/training/drill/sart.js";
import { holds, same } from "../checks.js";

const trial = (change = {}) => ({
  plannedOnset: 0, plannedOffset: 800, onset: 0, offset: 800, framesPlanned: 48, framesShown: 48,
  hidden: false, blurred: false, frozen: false, resized: false, ...change,
});
const told = (drill, trials) => voided({ target: 3 }, drill, trials, 1).lines[0];

export const cases = [
  ...["hidden", "blurred", "frozen", "resized"].map((flag) => ({
    name: `a scene before one that was ${flag} is void too: its response would have come in that one`,
    run: () => {
      const trials = [trial(), trial(), trial({ [flag]: true }), trial()];
      same(voidsOf(gradcpt, trials), [false, true, true, false]);
      same(voidsOf(sart, trials), [false, false, true, false], "digits");
      same(voidsOf(pvt, trials), [false, false, true, false], "discs");
    },
  })),
  {
    name: "one before a scene that was only too long counts",
    run: () => same(voidsOf(gradcpt, [trial(), trial({ framesShown: 51 })]), [false, true]),
  },
  {
    name: "the card counts such a scene with the one that it is void for",
    run: () => {
      const trials = [trial(), trial({ blurred: true }), trial(), trial({ frozen: true })];
      const words = told(gradcpt, trials);
      holds(words.includes("another window was in front in 2 of 4 trials."), words);
      holds(words.includes("The screen stalled in 2 of 4 trials."), words);
    },
  },
  {
    name: "trials that slipped are told of in plain words, each trial once",
    run: () => {
      const trials = [trial({ framesShown: 49 }), trial({ framesShown: 47 }), trial({ frozen: true }), trial()];
      const words = told(sart, trials);
      const said = "The screen stalled in 1 of 4 trials. The screen could not keep up in 2 of 4 trials.";
      holds(words.startsWith(said), words);
    },
  },
];
