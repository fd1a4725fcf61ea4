import { digitOf } from "./observer.js";

export const selector = "#stimulus";

const FRAMES_TO_MEASURE = 90;

/**
 * The floor: the least that an animation loop can do. It counts its callbacks, and changes the page when enough have
 * been; a frame that the page missed makes a stimulus longer. The times it records are those of its callbacks.
 */
export async function run({ count, stimulusMs, gapMs }) {
  const stimulus = document.createElement("p");
  stimulus.id = "stimulus";
  stimulus.style.visibility = "hidden";
  document.body.append(stimulus);
  const frameMs = await measured();
  const stimulusFrames = Math.max(1, Math.round(stimulusMs / frameMs));
  const gapFrames = Math.max(1, Math.round(gapMs / frameMs));
  const trials = [];
  for (let index = 0; index < count; index += 1) {
    const onset = await frames(gapFrames);
    stimulus.textContent = digitOf(index);
    stimulus.style.visibility = "visible";
    const offset = await frames(stimulusFrames);
    stimulus.style.visibility = "hidden";
    trials.push({ onset, offset });
  }
  await frames(gapFrames);
  return { trials };
}

function frames(count) {
  return new Promise((resolve) => {
    const frame = (timestamp) => {
      count -= 1;
      if (count === 0) resolve(timestamp);
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/** The median: a page that was just loaded misses some frames. */
async function measured() {
  const gaps = [];
  let last = await frames(1);
  while (gaps.length < FRAMES_TO_MEASURE) {
    const next = await frames(1);
    gaps.push(next - last);
    last = next;
  }
  return gaps.sort((a, b) => a - b)[FRAMES_TO_MEASURE / 2];
}
