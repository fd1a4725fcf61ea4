/** Whole per cent that are always 100 together. All pure. */

export const WHOLE = 100;

/**
 * @param {number} count
 * @returns {number[]} as equal as whole per cent can be, the first ones one more
 */
export function equalShares(count) {
  return inProportion(new Array(count).fill(1), WHOLE);
}

/**
 * One share set, the others giving or taking in proportion to what they had.
 *
 * @param {number[]} before  per cent, before this share was moved at all: moving it back then gives them back
 * @param {number} index
 * @param {number} value  brought to 0 to 100, to the nearest whole
 * @returns {number[]}
 */
export function withShare(before, index, value) {
  const set = Math.min(WHOLE, Math.max(0, Math.round(value)));
  const others = before.filter((_, place) => place !== index);
  const rest = inProportion(others.some((share) => share > 0) ? others : others.map(() => 1), WHOLE - set);
  return [...rest.slice(0, index), set, ...rest.slice(index)];
}

/**
 * @param {number[]} weights  not all 0
 * @param {number} total
 * @returns {number[]} whole numbers that add up to the total; the largest remainders are rounded up
 */
function inProportion(weights, total) {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const down = exact.map(Math.floor);
  const left = total - down.reduce((a, b) => a + b, 0);
  const remainder = (place) => exact[place] - down[place];
  const byRemainder = exact.map((_, place) => place).sort((a, b) => remainder(b) - remainder(a) || a - b);
  for (const place of byRemainder.slice(0, left)) down[place] += 1;
  return down;
}
