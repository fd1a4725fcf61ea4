/** A tab that was frozen while it held the lock must not stop the others for longer. */
export const LOCK_PATIENCE_MS = 30_000;

/**
 * Run `work` while no other tab runs work under the same name.
 *
 * Without Web Locks (plain http) or when the lock does not come, `work` runs all the same: the server
 * stores one answer per UUID, the lock only saves repeated requests.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function underLock(name, work) {
  const locks = globalThis.navigator?.locks;
  if (!locks) return work();
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), LOCK_PATIENCE_MS);
  let started = false;
  try {
    return await locks.request(name, { signal: patience.signal }, () => {
      started = true;
      clearTimeout(timer);
      return work();
    });
  } catch (error) {
    if (started) throw error;
    return work();
  } finally {
    clearTimeout(timer);
  }
}
