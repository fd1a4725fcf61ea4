import { Noise, mix } from "./scenes-picture.js";

/** @typedef {import("./scenes-picture.js").Picture} Picture */
/** @typedef {import("./scenes-picture.js").Random} Random */

/**
 * @typedef {object} Row  houses side by side, sizes as shares of the picture's side
 * @property {number} foot  where they stand
 * @property {[number, number]} height
 * @property {[number, number]} width
 * @property {number} grey
 * @property {number} lit  how much lighter a window with light is
 */

/** From far to near: lower and darker, with plainer windows far away. @type {Row[]} */
const ROWS = [
  { foot: 0.72, height: [0.18, 0.42], width: [0.04, 0.08], grey: 0.66, lit: 0.14 },
  { foot: 0.74, height: [0.16, 0.5], width: [0.06, 0.12], grey: 0.44, lit: 0.34 },
  { foot: 0.76, height: [0.08, 0.34], width: [0.09, 0.17], grey: 0.2, lit: 0.62 },
];

/**
 * A skyline in three rows, with rows of windows; every other one on the water.
 *
 * @param {Picture} picture
 * @param {Random} random
 * @param {number} index  0 to 9
 */
export function paintCity(picture, random, index) {
  const { side } = picture;
  const noise = new Noise(random);
  const onWater = index % 2 === 0;
  const drop = onWater ? random.between(-0.06, 0) : random.between(0.06, 0.16);
  paintSky(picture, random, noise);
  const centre = random.between(0.2, 0.8);
  const crowding = random.between(0.14, 0.3);
  for (const [depth, row] of ROWS.entries()) {
    const foot = (row.foot + drop) * side;
    let x = -random.between(0, row.width[1]) * side;
    while (x < side) {
      const width = random.between(...row.width) * side;
      const away = ((x + width / 2) / side - centre) / crowding;
      // Most cities have a middle, where houses are tallest.
      const tall = depth === 2 ? 1 : 0.55 + 0.75 * Math.exp(-away * away);
      const height = random.between(...row.height) * tall * side;
      const grey = shaded(random, row.grey);
      paintHouse(picture, random, { x, y: foot - height, width, height: side, grey }, row.lit);
      x += width + (random.chance(0.25) ? random.between(0, 0.03) * side : 0);
    }
  }
  const shore = (ROWS[2].foot + drop) * side;
  if (onWater) picture.water(shore, noise, 0.72);
  else paintStreet(picture, random, shore);
}

function paintSky(picture, random, noise) {
  const { side } = picture;
  const [top, bottom] = [random.between(0.62, 0.86), random.between(0.84, 1)];
  picture.below(() => 0, side, (x, y) => mix(top, bottom, y / side) + 0.05 * noise.layered(x / 120, y / 34, 3));
}

function shaded(random, grey) {
  return grey + random.between(-0.07, 0.07);
}

/** @param {{x: number, y: number, width: number, height: number, grey: number}} house */
function paintHouse(picture, random, house, lit) {
  const { x, y, width, grey } = house;
  paintRoof(picture, random, house);
  picture.rectangle(x, y, width, house.height, grey);
  // The side away from the light.
  const turned = random.chance(0.6) ? width * random.between(0.15, 0.35) : 0;
  picture.rectangle(x + width - turned, y, turned, house.height, grey * 0.72);
  paintWindows(picture, random, { ...house, width: width - turned }, lit);
}

function paintRoof(picture, random, { x, y, width, grey }) {
  const kind = random.whole(0, 5);
  if (kind === 0) {
    picture.rectangle(x + width * 0.2, y - width * 0.18, width * 0.6, width * 0.2, grey);
    picture.rectangle(x + width * 0.35, y - width * 0.34, width * 0.3, width * 0.2, grey);
  } else if (kind === 1) {
    picture.spire(x + width * 0.1, y - width * 0.8, width * 0.8, width * 0.8, grey * 0.9);
    picture.rectangle(x + width / 2 - 0.5, y - width * 1.2, 1.5, width * 0.5, grey);
  } else if (kind === 2) {
    picture.rectangle(x + width * random.between(0.2, 0.7), y - width * 0.7, 2, width * 0.7, grey);
    picture.rectangle(x + width * 0.1, y - width * 0.07, width * 0.8, width * 0.08, grey * 0.8);
  } else if (kind === 3) {
    for (let step = 0; step < width; step += 1) picture.rectangle(x + step, y - step * 0.35, 1, step * 0.35, grey);
  }
}

/** Floors and bays of even sizes: what no mountain has. */
function paintWindows(picture, random, { x, y, width, grey }, lit) {
  const kind = random.whole(0, 3);
  const [bay, floor] = [random.between(6, 11), random.between(8, 13)];
  const light = random.between(0.35, 0.85);
  const wide = kind === 1 ? bay : bay * random.between(0.4, 0.65);
  const high = kind === 2 ? floor : floor * random.between(0.35, 0.6);
  const bays = Math.floor((width - 4) / bay);
  const inset = (width - bays * bay + (bay - wide)) / 2;
  for (let top = y + floor * 0.6; top < picture.side; top += floor) {
    for (let place = 0; place < bays; place += 1) {
      const bright = random.chance(light);
      const pane = bright ? grey + lit * random.between(0.6, 1) : grey * 0.8;
      picture.rectangle(x + inset + place * bay, top, wide, high, pane);
    }
  }
}

/** A street towards the viewer, with a line of lamps. */
function paintStreet(picture, random, shore) {
  const { side } = picture;
  const vanish = random.between(0.35, 0.65) * side;
  picture.below(() => shore, side, (x, y) => {
    const depth = (y - shore) / (side - shore);
    const across = Math.abs(x - vanish - (x - vanish) * 0.1) / (14 + depth * side * 0.55);
    const lane = across < 0.05 && (depth * 9) % 1 < 0.5;
    if (lane) return 0.9;
    return across < 1 ? 0.34 + 0.12 * depth : 0.52 - 0.1 * depth;
  });
  for (let lamp = 1; lamp <= 5; lamp += 1) {
    const depth = (lamp / 5) ** 2;
    const y = shore + depth * (side - shore) * 0.8;
    const height = 14 + 70 * depth;
    for (const direction of [-1, 1]) {
      const x = vanish + direction * (18 + depth * side * 0.5);
      picture.rectangle(x, y - height, 1 + 2 * depth, height, 0.08);
      picture.rectangle(x - 3 - 3 * depth, y - height, 7 + 7 * depth, 2 + 3 * depth, 0.97);
    }
  }
}
