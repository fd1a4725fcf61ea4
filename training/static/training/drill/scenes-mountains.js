import { Noise, mix } from "./scenes-picture.js";

/** @typedef {import("./scenes-picture.js").Picture} Picture */
/** @typedef {import("./scenes-picture.js").Random} Random */

/** What lies in front, in turn: a lake, a wood, open ground. */
const FRONTS = [paintLake, paintWood, paintMeadow];

/** Pixels to either side between which the slope of a ridge is taken. */
const REACH = 4;

/**
 * A range of peaks, with what lies before and behind it.
 *
 * @param {Picture} picture
 * @param {Random} random
 * @param {number} index  0 to 9
 */
export function paintMountains(picture, random, index) {
  const noise = new Noise(random);
  paintSky(picture, random, noise);
  paintFarRange(picture, random, noise);
  paintRange(picture, random, noise);
  FRONTS[index % FRONTS.length](picture, random, noise);
}

function paintSky(picture, random, noise) {
  const { side } = picture;
  const [top, bottom] = [random.between(0.5, 0.78), random.between(0.8, 0.98)];
  const clouds = random.between(0.04, 0.16);
  picture.below(() => 0, side * 0.8, (x, y) => (
    mix(top, bottom, y / (side * 0.6)) + clouds * noise.layered(x / 90, y / 28, 4)
  ));
}

function paintFarRange(picture, random, noise) {
  const { side } = picture;
  const foot = random.between(0.5, 0.6) * side;
  const rise = random.between(0.1, 0.2) * side;
  const grey = random.between(0.6, 0.72);
  const ridge = (x) => foot - rise * (0.4 + 0.8 * noise.layered(x / 70 + 40, 9, 5));
  picture.below(ridge, side, (x, y) => grey + 0.1 * noise.layered(x / 30 + 9, y / 22, 3));
}

/** The peaks themselves: rock and snow, light from one side. */
function paintRange(picture, random, noise) {
  const { side } = picture;
  const foot = random.between(0.66, 0.74) * side;
  const peaks = Array.from({ length: random.whole(1, 3) }, (_, place, count = 3) => ({
    x: ((place + random.between(0.2, 0.8)) / count) * side * random.between(0.9, 1.1),
    height: random.between(0.3, 0.56) * side,
    width: random.between(0.3, 0.55) * side,
  }));
  peaks.push({ x: random.between(0.25, 0.75) * side, height: random.between(0.44, 0.6) * side, width: 0.5 * side });
  const slopes = (x) => foot - 0.075 * side * noise.layered(x / 34 + 3, 71, 5) - peaks.reduce((most, peak) => (
    Math.max(most, peak.height * (1 - (Math.abs(x - peak.x) / peak.width) ** 0.85))
  ), 0.06 * side);
  const ridge = Float32Array.from({ length: side + 2 * REACH }, (_, place) => slopes(place - REACH));
  const light = random.chance(0.5) ? 1 : -1;
  const snowline = foot - random.between(0.16, 0.3) * side;
  const rock = random.between(0.2, 0.34);
  // Ribs run down from the ridge: rows are taken along the slope, so that faces hang together.
  const height = (x, y, top) => noise.layered(x / 30 + ((y - top) / 95) * light, (y - top) / 46 + x / 90, 4);
  picture.below((x) => ridge[x + REACH], side, (x, y, top) => {
    const [left, right] = [height(x - 1.5, y, top), height(x + 1.5, y, top)];
    const slope = (ridge[x + 2 * REACH] - ridge[x]) / 30;
    const shade = Math.min(1, Math.max(-1, light * ((right - left) * 2.6 + slope)));
    const snow = y + 13 * (left + right) + 14 * noise.at(x / 5, y / 9) < snowline + 20 * shade;
    const haze = 0.22 * Math.max(0, (y - snowline) / (foot - snowline));
    return snow ? 0.84 + 0.26 * shade : rock + 0.2 * shade + haze;
  });
}

function paintLake(picture, random, noise) {
  const { side } = picture;
  const shore = random.between(0.7, 0.76) * side;
  picture.below((x) => shore - 9 - 7 * noise.layered(x / 22, 5, 4), side, () => 0.14);
  picture.water(shore, noise, 0.7);
}

function paintWood(picture, random, noise) {
  const { side } = picture;
  const hill = (x) => side * 0.8 - 0.06 * side * noise.layered(x / 80 + 6, 33, 3);
  picture.below(hill, side, (x, y) => 0.3 + 0.12 * noise.layered(x / 14, y / 6, 3));
  for (let row = 0; row < 3; row += 1) {
    const tall = (0.055 + 0.04 * row) * side;
    for (let x = -tall; x < side + tall; x += tall * random.between(0.12, 0.42)) {
      paintFir(picture, random, x, hill(x) + row * 0.075 * side, tall * random.between(0.7, 1.3), 0.26 - 0.09 * row);
    }
  }
}

function paintFir(picture, random, x, foot, tall, grey) {
  const shade = grey + random.between(-0.05, 0.05);
  for (let tier = 0; tier < 5; tier += 1) {
    const width = tall * (0.14 + 0.08 * tier);
    picture.spire(x - width / 2, foot - tall + tier * tall * 0.17, width, tall * 0.3, shade);
  }
}

function paintMeadow(picture, random, noise) {
  const { side } = picture;
  const hill = (x) => side * 0.75 - 0.09 * side * noise.layered(x / 110 + 6, 33, 4);
  picture.below(hill, side, (x, y, top) => {
    const near = (y - top) / (side * 0.35);
    return 0.4 + 0.1 * near + 0.13 * noise.layered(x / 26, y / 9, 5);
  });
  for (let stone = 0; stone < 26; stone += 1) {
    const depth = random.next();
    const [x, size] = [random.between(0, side), 4 + 16 * depth * random.next()];
    const y = side * (0.8 + 0.2 * depth);
    const rim = (at) => (Math.abs(at - x) < size ? y - size * Math.sqrt(1 - ((at - x) / size) ** 2) : side);
    picture.below(rim, Math.round(y + 1), (at) => 0.28 + 0.3 * Math.max(0, (x - at) / size));
  }
}
