/* global initJsPsych, jsPsychHtmlKeyboardResponse */
import { digitOf } from "./observer.js";

export const selector = "#jspsych-html-keyboard-response-stimulus";

const SCRIPTS = [
  "/jspsych/jspsych/dist/index.browser.min.js",
  "/jspsych/@jspsych/plugin-html-keyboard-response/dist/index.browser.min.js",
];

/** jsPsych with its own plugin, set up as its documentation does for a stimulus of a fixed duration. */
export async function run({ count, stimulusMs, gapMs }) {
  for (const script of SCRIPTS) await load(script);
  const jsPsych = initJsPsych();
  await jsPsych.run(Array.from({ length: count }, (_, index) => ({
    type: jsPsychHtmlKeyboardResponse,
    stimulus: String(digitOf(index)),
    choices: [" "],
    stimulus_duration: stimulusMs,
    trial_duration: stimulusMs + gapMs,
    response_ends_trial: false,
  })));
  return { responseTimes: jsPsych.data.get().values().map((trial) => trial.rt) };
}

function load(source) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${source} did not load.`));
    document.head.append(script);
  });
}
