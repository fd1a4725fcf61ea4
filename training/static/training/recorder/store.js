/** @typedef {import("../types.js").QueuedAnswer} QueuedAnswer */

const DATABASE = "attune-answers";
const ANSWERS = "answers";
const BY_USER = "user";
const BY_UUID = "uuid";
/** Some browsers neither open nor refuse the database in private windows. */
const OPEN_PATIENCE_MS = 4000;

/**
 * The answers not yet acknowledged, in IndexedDB, in the order they were given.
 *
 * @typedef {object} Store
 * @property {(queued: QueuedAnswer) => Promise<QueuedAnswer>} add  the same answer with its `place`
 * @property {(queued: QueuedAnswer) => Promise<void>} update
 * @property {(queued: QueuedAnswer) => Promise<void>} remove
 * @property {(user: string) => Promise<QueuedAnswer[]>} ofUser  in order of `place`
 */

/**
 * @param {IDBFactory} [factory]
 * @returns {Promise<Store>} rejects where the browser keeps nothing (private windows, full disk)
 */
export async function openStore(factory = globalThis.indexedDB) {
  const database = await opened(factory);
  // A newer page wants another shape: let it, and keep what comes in memory here.
  database.onversionchange = () => database.close();
  const write = (work) => {
    // "strict" waits for the disk: "kept on this device" must survive a dead battery.
    const transaction = database.transaction(ANSWERS, "readwrite", { durability: "strict" });
    const request = work(transaction.objectStore(ANSWERS));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  };
  return {
    async add(queued) {
      return { ...queued, place: await write((answers) => answers.add(queued)) };
    },
    async update(queued) {
      await write((answers) => replaceIfThere(answers, queued));
    },
    async remove(queued) {
      await write((answers) => answers.delete(queued.place));
    },
    ofUser(user) {
      const answers = database.transaction(ANSWERS).objectStore(ANSWERS);
      return done(answers.index(BY_USER).getAll(user));
    },
  };
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
  const request = factory.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    const answers = request.result.createObjectStore(ANSWERS, { keyPath: "place", autoIncrement: true });
    answers.createIndex(BY_USER, "user");
    answers.createIndex(BY_UUID, "uuid", { unique: true });
  };
  const patience = new Promise((_, reject) => {
    setTimeout(() => reject(new Error("IndexedDB did not open.")), OPEN_PATIENCE_MS);
  });
  return Promise.race([done(request), patience]);
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
