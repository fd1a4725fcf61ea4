/** The attempt page: its steps in order, from the first unanswered one to the finish. */
import { Recorder } from "./recorder/recorder.js";
import { brokenNotice } from "./runner/broken.js";
import { readPage } from "./runner/page.js";
import { Runner } from "./runner/runner.js";

const main = document.querySelector("main[data-answers-url]");
const page = readPage(main, document.getElementById("attempt-data"));
const recorder = await Recorder.open(page);
/** @type {Runner|undefined} */
let runner;
try {
  runner = new Runner(main, page, recorder);
  await runner.run();
} catch (error) {
  runner?.uncover(); // or nobody would see the notice
  main.prepend(brokenNotice());
  throw error; // into the console, for whoever has to find out
}
