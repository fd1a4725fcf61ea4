/** Chance that is the same on every device: mulberry32, whole numbers only. */
export class Random {
  #state;

  /** @param {number} seed */
  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** @returns {number} 0 to below 1 */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** @returns {number} from `low` to below `high` */
  between(low, high) {
    return low + (high - low) * this.next();
  }

  /** @returns {number} a whole number from `low` to `high`, both included */
  whole(low, high) {
    return Math.floor(this.between(low, high + 1));
  }

  chance(share) {
    return this.next() < share;
  }
}

/** Cells along a side of the noise's lattice; a power of two. */
const CELLS = 128;
const LAST = CELLS - 1;

/** Smooth noise: values at whole places, eased between them. Comes again after 128 places. */
export class Noise {
  #values;

  /** @param {Random} random */
  constructor(random) {
    this.#values = Float32Array.from({ length: CELLS * CELLS }, () => random.between(-1, 1));
  }

  /** @returns {number} -1 to 1 */
  at(x, y) {
    // Plain names: this runs some ten million times.
    const left = Math.floor(x);
    const top = Math.floor(y);
    const right = ease(x - left);
    const row = (top & LAST) * CELLS;
    const under = ((top + 1) & LAST) * CELLS;
    const here = left & LAST;
    const beside = (left + 1) & LAST;
    const values = this.#values;
    const above = mix(values[row + here], values[row + beside], right);
    return mix(above, mix(values[under + here], values[under + beside], right), ease(y - top));
  }

  /**
   * Ever finer noise, each layer half as strong and twice as fine as the one before.
   *
   * @returns {number} about -1 to 1
   */
  layered(x, y, layers) {
    let [sum, strength, fine] = [0, 1, 1];
    for (let layer = 0; layer < layers; layer += 1) {
      sum += strength * this.at(x * fine + 17 * layer, y * fine + 29 * layer);
      strength /= 2;
      fine *= 2;
    }
    return sum;
  }
}

/** Grey levels from 0 to 1, row by row. */
export class Picture {
  /** @param {number} side  pixels */
  constructor(side) {
    this.side = side;
    this.greys = new Float32Array(side * side);
  }

  /** Fill what of a rectangle lies within the picture. */
  rectangle(x, y, width, height, grey) {
    const [left, right] = [Math.max(0, Math.round(x)), Math.min(this.side, Math.round(x + width))];
    const [top, bottom] = [Math.max(0, Math.round(y)), Math.min(this.side, Math.round(y + height))];
    for (let row = top; row < bottom; row += 1) {
      if (right > left) this.greys.fill(grey, row * this.side + left, row * this.side + right);
    }
  }

  /** An upright triangle on a base. */
  spire(x, y, width, height, grey) {
    for (let row = 0; row < height; row += 1) {
      const half = (width / 2) * (row / height);
      this.rectangle(x + width / 2 - half, y + row, 2 * half, 1, grey);
    }
  }

  /**
   * Set the pixels from `from(x)` down to `to`.
   *
   * @param {(x: number) => number} from  row
   * @param {number} to  row
   * @param {(x: number, y: number, top: number) => number} grey
   */
  below(from, to, grey) {
    for (let x = 0; x < this.side; x += 1) {
      const top = from(x);
      for (let y = Math.max(0, Math.ceil(top)); y < Math.min(to, this.side); y += 1) {
        this.greys[y * this.side + x] = grey(x, y, top);
      }
    }
  }

  /**
   * Mirror what lies above `shore` in the rows below it, with waves that grow towards the viewer.
   *
   * @param {number} shore  row
   * @param {Noise} noise
   * @param {number} dimmed  how much of the light comes back
   */
  water(shore, noise, dimmed) {
    const before = this.greys.slice();
    this.below(() => shore, this.side, (x, y) => {
      const depth = y - shore;
      const ripple = noise.layered(x / 40, y / (3 + depth / 14), 3);
      const from = Math.max(0, Math.round(shore - depth * 1.15 - ripple * (1 + depth / 18) * 2));
      const across = Math.min(this.side - 1, Math.max(0, Math.round(x + ripple * (1 + depth / 25))));
      return dimmed * before[from * this.side + across] + 0.06 * ripple;
    });
  }
}

export function mix(from, to, share) {
  return from + (to - from) * share;
}

function ease(share) {
  return share * share * (3 - 2 * share);
}
