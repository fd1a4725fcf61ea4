/** One chunk: a contestant shows its stimuli, the observer watches; `finished` is what both have to say. */
import { Observer } from "./observer.js";
import { Presses } from "./presses.js";

/**
 * @param {string} name  of the contestant
 * @param {{count: number, stimulusMs: number, gapMs: number, delays: number[]}} plan
 */
globalThis.runChunk = async (name, { delays, ...plan }) => {
  const contestant = await import(`./${name}.js`);
  const presses = new Presses(delays);
  const observer = new Observer(contestant.selector, (index, on) => presses.plan(index, on));
  const recorded = await contestant.run(plan);
  const timestamps = observer.stop();
  return { timestamps, seen: observer.seen, presses: presses.made, recorded };
};
