/**
 * A random UUID, version 4 (RFC 9562).
 *
 * `crypto.randomUUID` exists only in secure contexts; a site served over plain http on a local network
 * still has `getRandomValues`.
 *
 * @param {Crypto} [crypto]
 * @returns {string}
 */
export function uuid4(crypto = globalThis.crypto) {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40; // version 4
  bytes[8] = (bytes[8] & 0x3f) | 0x80; // variant 1
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
