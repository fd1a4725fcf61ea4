import { paintCity } from "./scenes-city.js";
import { paintMountains } from "./scenes-mountains.js";
import { Picture, Random } from "./scenes-picture.js";

/** Pixels along a side of the square that is shown as a disc. */
export const SIDE = 400;

const FIRST_MOUNTAIN = 10;
/** Every scene has this mean and this spread of grey levels within the disc, 0 to 255. */
const MEAN = 122;
const SPREAD = 50;
/** Each round brings back what clipping at black and white has moved; after these it is within half a level. */
const ROUNDS = 4;
/** Other seeds are other pictures, and other pictures another measure: never change them. */
const SEED = 2013;

/** @param {number} scene  0 to 9 are cities, 10 to 19 mountains */
export function isMountain(scene) {
  return scene >= FIRST_MOUNTAIN;
}

/**
 * A scene, computed pixel by pixel, so that it is the same on every device. All have the same mean and spread of grey
 * levels: neither brightness nor contrast tells a city from a mountain, and no fade is stronger than another. Levels,
 * not light: they are what a cross-fade blends, and what a display makes of them is not known.
 *
 * @param {number} scene  0 to 19
 * @returns {Uint8Array} grey levels, row by row
 */
export function scenePixels(scene) {
  const random = new Random(SEED + 97 * scene);
  const picture = new Picture(SIDE);
  if (isMountain(scene)) paintMountains(picture, random, scene - FIRST_MOUNTAIN);
  else paintCity(picture, random, scene);
  return evened(picture.greys);
}

/** @returns {Uint8Array} the mean grey: what the first scene comes out of and the last goes into */
export function blankPixels() {
  return new Uint8Array(SIDE * SIDE).fill(MEAN);
}

const inside = disc();

/** @param {Float32Array} greys  any range; changed */
function evened(greys) {
  for (let round = 0; round < ROUNDS; round += 1) {
    const [mean, spread] = levels(greys);
    for (let place = 0; place < greys.length; place += 1) {
      greys[place] = Math.min(255, Math.max(0, MEAN + ((greys[place] - mean) * SPREAD) / spread));
    }
  }
  return Uint8Array.from(greys, Math.round);
}

/** Mean and spread within the disc. */
function levels(greys) {
  let [count, sum, squares] = [0, 0, 0];
  for (let place = 0; place < greys.length; place += 1) {
    if (!inside[place]) continue;
    count += 1;
    sum += greys[place];
    squares += greys[place] ** 2;
  }
  return [sum / count, Math.sqrt(squares / count - (sum / count) ** 2)];
}

/** @returns {Uint8Array} 1 where a pixel lies within the disc */
function disc() {
  const centre = (SIDE - 1) / 2;
  return Uint8Array.from({ length: SIDE * SIDE }, (_, place) => (
    Math.hypot((place % SIDE) - centre, Math.floor(place / SIDE) - centre) <= SIDE / 2 ? 1 : 0
  ));
}
