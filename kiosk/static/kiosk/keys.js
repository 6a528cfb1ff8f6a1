// Keys: the tablet's own key, which cannot leave it, and the key of its changing code.
import { base64url, fromBase64url, utf8 } from "./bytes.js";

const ECDSA = { name: "ECDSA", namedCurve: "P-256" };

/** @returns {Promise<CryptoKeyPair>} A new device key whose private half no script can read out. */
export function makeDeviceKey() {
  return crypto.subtle.generateKey(ECDSA, false, ["sign", "verify"]);
}

/** @param {CryptoKey} publicKey @returns {Promise<string>} The uncompressed point, 65 bytes as base64url. */
export async function publicText(publicKey) {
  return base64url(new Uint8Array(await crypto.subtle.exportKey("raw", publicKey)));
}

/** @param {CryptoKey} privateKey @param {string} text @returns {Promise<string>} r‖s (64 bytes) as base64url. */
export async function sign(privateKey, text) {
  const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, utf8(text));
  return base64url(new Uint8Array(signature));
}

/** @param {string} text 32 bytes as base64url. @returns {Promise<CryptoKey>} HMAC-SHA-256 key, for signing only. */
export function importDisplayKey(text) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", fromBase64url(text), algorithm, false, ["sign"]);
}

/**
 * Is this the PIN of the staff corner? Checked on the tablet itself, so that it works without a network.
 * @param {string} pin
 * @param {{salt: string, hash: string, rounds: number}} stored PBKDF2-SHA-256 as the bundle brings it.
 * @returns {Promise<boolean>}
 */
export async function isPin(pin, stored) {
  const expected = fromBase64url(stored.hash);
  const key = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveBits"]);
  const rule = { name: "PBKDF2", hash: "SHA-256", salt: fromBase64url(stored.salt), iterations: stored.rounds };
  const bits = new Uint8Array(await crypto.subtle.deriveBits(rule, key, expected.length * 8));
  return bits.reduce((difference, byte, at) => difference | (byte ^ expected[at]), 0) === 0;
}
