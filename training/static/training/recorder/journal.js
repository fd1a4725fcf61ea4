import { uuid4 } from "./uuid.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").JournalRow} JournalRow */

/**
 * @typedef {object} Run  one go at a block, while it runs
 * @property {string} uuid
 * @property {(trial: {index: number}) => void} keep  write a trial down; does not wait
 * @property {() => void} end  it has become an answer, or was broken off
 *
 * @typedef {object} BrokenOff  a run that was never ended: the tab was closed, or the battery was empty
 * @property {string} uuid
 * @property {string} attempt
 * @property {string} step
 * @property {string} url
 * @property {object[]} trials
 * @property {object} device
 */

/**
 * Begin to write down a run. While it lasts, other tabs see by its lock that it is alive.
 *
 * @param {Store|null} store  null: nothing is written down, and the run lives in memory
 * @param {{user: string, attempt: string, step: string, url: string, device: object}} head
 * @returns {Run}
 */
export function beginRun(store, head) {
  const uuid = uuid4();
  let end = () => {};
  const ended = new Promise((resolve) => (end = () => resolve()));
  const locks = globalThis.navigator?.locks;
  locks?.request(lockOf(uuid), () => ended).catch(() => {});
  const first = { run: uuid, place: -1, ...head };
  store?.note(first);
  const { user } = head;
  // Without locks another page may have taken the run for one that was left, with its head: trials need one.
  const heads = locks ? [] : [first];
  const keep = (trial) => store?.note(...heads, { run: uuid, place: trial.index, user, trial });
  return { uuid, keep, end };
}

/**
 * The runs that no tab runs any more. Trials without the head of their run say nothing about where they belong, and
 * are deleted. Without Web Locks a run in another tab cannot be told from one that was left:
 * it is then sent twice, as a run and as an answer, and the server keeps the run as what it is, a record. What such a
 * run writes down afterwards goes with its answer, or is refused as a second record of the same run.
 *
 * @param {Store} store
 * @param {string} user
 * @returns {Promise<BrokenOff[]>}
 */
export async function leftBehind(store, user) {
  const rows = await store.journalOf(user);
  if (rows.length === 0) return [];
  const locks = await globalThis.navigator?.locks?.query();
  const alive = new Set([...(locks?.held ?? []), ...(locks?.pending ?? [])].map((lock) => lock.name));
  const left = rows.filter((row) => !alive.has(lockOf(row.run)));
  const heads = left.filter((row) => row.place === -1);
  const headed = new Set(heads.map((row) => row.run));
  const headless = new Set(left.map((row) => row.run).filter((run) => !headed.has(run)));
  for (const run of headless) await store.dropRun(run);
  return heads.map(({ run: uuid, attempt, step, url, device }) => {
    const trials = rows.filter((row) => row.run === uuid && row.place >= 0).map((row) => row.trial);
    return { uuid, attempt, step, url, trials, device };
  });
}

function lockOf(uuid) {
  return `attune-run-${uuid}`;
}
