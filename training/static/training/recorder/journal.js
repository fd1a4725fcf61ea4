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
  globalThis.navigator?.locks?.request(lockOf(uuid), () => ended).catch(() => {});
  store?.note({ run: uuid, place: -1, ...head });
  const { user } = head;
  const keep = (trial) => store?.note({ run: uuid, place: trial.index, user, trial });
  return { uuid, keep, end };
}

/**
 * The runs that no tab runs any more. Without Web Locks a run in another tab cannot be told from one that was left:
 * it is then sent twice, as a run and as an answer, and the server keeps the run as what it is, a record.
 *
 * @param {Store} store
 * @param {string} user
 * @returns {Promise<BrokenOff[]>}
 */
export async function leftBehind(store, user) {
  const rows = await store.journalOf(user);
  if (rows.length === 0) return [];
  const locks = await globalThis.navigator?.locks?.query();
  const alive = new Set((locks?.held ?? []).map((lock) => lock.name));
  const heads = rows.filter((row) => row.place === -1 && !alive.has(lockOf(row.run)));
  return heads.map(({ run: uuid, attempt, step, url, device }) => {
    const trials = rows.filter((row) => row.run === uuid && row.place >= 0).map((row) => row.trial);
    return { uuid, attempt, step, url, trials, device };
  });
}

function lockOf(uuid) {
  return `attune-run-${uuid}`;
}
