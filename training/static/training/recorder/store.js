/** @typedef {import("../types.js").QueuedAnswer} QueuedAnswer */

const DATABASE = "attune-answers";
/** 1: answers. 2: and the journal of runs under way. */
const VERSION = 2;
const ANSWERS = "answers";
const JOURNAL = "journal";
const BY_USER = "user";
const BY_UUID = "uuid";
/** Some browsers neither open nor refuse the database in private windows; a tab of an older page may hold it. */
const OPEN_PATIENCE_MS = 4000;

/**
 * What the server has not acknowledged yet, in IndexedDB: answers in the order they were given, and the trials of
 * the blocks that run, which are no answers yet.
 *
 * @typedef {object} JournalRow  the head of a run (place -1), or one of its trials
 * @property {string} run  uuid
 * @property {number} place  index of the trial
 * @property {string} user
 * @property {object} [trial]
 * @property {string} [attempt]  the head's
 * @property {string} [step]  the head's
 * @property {string} [url]  the head's: where the run goes if it is broken off
 * @property {object} [device]  the head's
 *
 * @typedef {object} Store
 * @property {(queued: QueuedAnswer, run?: string) => Promise<QueuedAnswer>} add  the same answer with its `place`; the
 *   journal of the run that it came from goes in the same transaction
 * @property {(queued: QueuedAnswer) => Promise<void>} update
 * @property {(queued: QueuedAnswer) => Promise<void>} remove
 * @property {(user: string) => Promise<QueuedAnswer[]>} ofUser  in order of `place`
 * @property {(...rows: JournalRow[]) => void} note  write rows of the journal down; does not wait, says nothing
 * @property {(user: string) => Promise<JournalRow[]>} journalOf  by run, each in order of `place`
 * @property {(run: string) => Promise<void>} dropRun  all that the journal has of it
 */

/**
 * @param {IDBFactory} [factory]
 * @returns {Promise<Store>} rejects where the browser keeps nothing (private windows, full disk)
 */
export async function openStore(factory = globalThis.indexedDB) {
  const database = await opened(factory);
  // A newer page wants another shape: let it, and keep what comes in memory here.
  database.onversionchange = () => database.close();
  const write = (names, work) => {
    // "strict" waits for the disk: "kept on this device" must survive a dead battery.
    const transaction = database.transaction(names, "readwrite", { durability: "strict" });
    const request = started(transaction, work);
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  };
  const change = (work) => write(ANSWERS, (transaction) => work(transaction.objectStore(ANSWERS)));
  // Async, so that a database that was closed for a newer page rejects like any other failure.
  const ofUser = async (name, user) => done(database.transaction(name).objectStore(name).index(BY_USER).getAll(user));
  return {
    async add(queued, run) {
      const place = await write(run ? [ANSWERS, JOURNAL] : ANSWERS, (transaction) => {
        if (run) transaction.objectStore(JOURNAL).delete(rowsOf(run));
        return transaction.objectStore(ANSWERS).add(queued);
      });
      return { ...queued, place };
    },
    async update(queued) {
      await change((answers) => replaceIfThere(answers, queued));
    },
    async remove(queued) {
      await change((answers) => answers.delete(queued.place));
    },
    ofUser: (user) => ofUser(ANSWERS, user),
    note(...rows) {
      try {
        // "relaxed" costs the drill nothing: it is on the disk a moment later, and only a power cut is in between.
        const transaction = database.transaction(JOURNAL, "readwrite", { durability: "relaxed" });
        transaction.onerror = (event) => event.preventDefault(); // a full disk: the block is still in memory
        for (const row of rows) transaction.objectStore(JOURNAL).put(row);
      } catch {
        // closed for a newer page
      }
    },
    journalOf: (user) => ofUser(JOURNAL, user),
    async dropRun(run) {
      await write(JOURNAL, (transaction) => transaction.objectStore(JOURNAL).delete(rowsOf(run)));
    },
  };
}

/** What throws half way leaves nothing done: a transaction that is let go commits what it has. */
function started(transaction, work) {
  try {
    return work(transaction);
  } catch (error) {
    transaction.abort();
    throw error;
  }
}

/** @returns {IDBKeyRange} */
function rowsOf(run) {
  return IDBKeyRange.bound([run, -1], [run, Infinity]);
}

/** Another tab may have removed the answer meanwhile; a plain put would bring it back. */
function replaceIfThere(answers, queued) {
  const request = answers.getKey(queued.place);
  request.onsuccess = () => {
    if (request.result !== undefined) answers.put(queued);
  };
}

/** @returns {Promise<IDBDatabase>} */
function opened(factory) {
  if (!factory) return Promise.reject(new Error("This browser has no IndexedDB."));
  const request = factory.open(DATABASE, VERSION);
  request.onupgradeneeded = ({ oldVersion }) => {
    const database = request.result;
    if (oldVersion < 1) {
      const answers = database.createObjectStore(ANSWERS, { keyPath: "place", autoIncrement: true });
      answers.createIndex(BY_USER, "user");
      answers.createIndex(BY_UUID, "uuid", { unique: true });
    }
    const journal = database.createObjectStore(JOURNAL, { keyPath: ["run", "place"] });
    journal.createIndex(BY_USER, "user");
  };
  const patience = new Promise((_, reject) => {
    setTimeout(() => reject(new Error("IndexedDB did not open.")), OPEN_PATIENCE_MS);
  });
  const opening = done(request);
  return Promise.race([opening, patience]).catch((error) => {
    // Should it open after all, nobody holds it: it would be in the way of the next page.
    opening.then((database) => database.close(), () => {});
    throw error;
  });
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
