import { runBlock } from "/static/training/drill/block.js";
import { drill } from "/static/training/drill/sart.js";
import { Stage } from "/static/training/drill/stage.js";
import { beginRun } from "/static/training/recorder/journal.js";
import { openStore } from "/static/training/recorder/store.js";
import { digitOf } from "./observer.js";

export const selector = ".drill-stimulus:not([data-off])";

/** A block refuses to begin on a display that is unfit at the moment; then a person is asked to try again. */
const MOST_TRIES = 20;

/** A block of SART as the attempt page runs it: the look at the display, the trials, each written to the disk. */
export async function run({ count, stimulusMs, gapMs }) {
  const store = await openStore();
  const stage = new Stage(drill.name);
  stage.open();
  const digits = Array.from({ length: count }, (_, index) => digitOf(index));
  const step = { drill: "sart", practice: false, block: 1, blocks: 1, digits, stimulusMs, maskMs: gapMs, target: 3 };
  const face = drill.dress(stage);
  const begin = (device) => beginRun(store, { user: "nobody", attempt: "none", step: "none", url: "/", device });
  for (let refused = 0; refused < MOST_TRIES; refused += 1) {
    const { ending, trials } = await runBlock(drill, step, { stage, face, first: 0, begin });
    if (ending === "done") return { trials, responseTimes: trials.map((trial) => trial.responseTime), refused };
  }
  throw new Error(`The display was unfit ${MOST_TRIES} times in a row.`);
}
