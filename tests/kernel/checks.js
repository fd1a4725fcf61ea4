/** What a case asserts with: the same words in Node and in a browser. */

/** @param {unknown} actual @param {unknown} expected  plain values, lists and objects */
export function same(actual, expected, what = "value") {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (found !== wanted) throw new Error(`${what}: expected ${wanted}, got ${found}`);
}

/** @param {number} actual @param {number} expected @param {number} [slack]  floating point, unless said otherwise */
export function close(actual, expected, slack = 1e-6, what = "value") {
  if (!(Math.abs(actual - expected) <= slack)) {
    throw new Error(`${what}: expected ${expected} within ${slack}, got ${actual}`);
  }
}

export function holds(condition, what) {
  if (!condition) throw new Error(`does not hold: ${what}`);
}

/** @param {() => unknown} act @param {RegExp} message */
export function fails(act, message) {
  try {
    act();
  } catch (error) {
    holds(message.test(error.message), `${error.message} says ${message}`);
    return;
  }
  throw new Error("expected an error");
}
