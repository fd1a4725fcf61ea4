/** Longer than this nobody should wait for what the server says: the answer is kept, and one can go on. */
const PATIENCE_MS = 4000;

/**
 * @param {import("./ledger.js").Entry} entry  kept up to date by the ledger
 * @param {import("../recorder/recorder.js").Recorder} recorder
 * @returns {Promise<void>} once the server has answered, or nobody should wait any longer
 */
export function settled(entry, recorder) {
  return new Promise((resolve) => {
    const waiting = new AbortController();
    const done = () => {
      clearTimeout(timer);
      waiting.abort();
      resolve();
    };
    const timer = setTimeout(done, PATIENCE_MS);
    const look = () => (entry.state !== "queued" || entry.reason) && done();
    recorder.addEventListener("change", look, { signal: waiting.signal });
    look();
  });
}
