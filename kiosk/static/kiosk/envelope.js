// Envelope: seals an answer to the office's public key; from then on this tablet cannot read it either.
import { base64url, fromBase64url, hex, join, random, sha256, utf8 } from "./bytes.js";
import { sign } from "./keys.js";

const ECDH = { name: "ECDH", namedCurve: "P-256" };

/**
 * Seal a content: 0x01 ‖ key id (4) ‖ ephemeral point (65) ‖ iv (12) ‖ AES-256-GCM; key = HKDF-SHA-256 of ECDH.
 * @param {object} content What the server reads; goes in as JSON.
 * @param {{public: string}} serverKey The office's key as the bundle brings it.
 * @returns {Promise<Uint8Array>}
 */
export async function seal(content, serverKey) {
  const point = fromBase64url(serverKey.public);
  const server = await crypto.subtle.importKey("raw", point, ECDH, false, []);
  const passing = await crypto.subtle.generateKey(ECDH, false, ["deriveBits"]);
  const passingPoint = new Uint8Array(await crypto.subtle.exportKey("raw", passing.publicKey));
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: server }, passing.privateKey, 256);
  const master = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const rule = { name: "HKDF", hash: "SHA-256", salt: join(passingPoint, point), info: utf8("langnghe/item/1") };
  const key = await crypto.subtle.deriveKey(rule, master, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = random(12);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, utf8(JSON.stringify(content)));
  const id = (await sha256(point)).slice(0, 4);
  return join(Uint8Array.of(1), id, passingPoint, iv, new Uint8Array(sealed));
}

/**
 * Make the signed item of one answer.
 * @param {{device: number, privateKey: CryptoKey, serverKey: {public: string}, number: number, previous: string,
 *   content: object}} of `previous` is the mark of the number before, "" for none.
 * @returns {Promise<{device: number, number: number, previous: string, envelope: string, signature: string,
 *   mark: string}>} What the server gets, and the item's mark (SHA-256 of the signed text).
 */
export async function makeItem({ device, privateKey, serverKey, number, previous, content }) {
  const envelope = await seal(content, serverKey);
  const text = ["langnghe-item-1", device, number, previous, hex(await sha256(envelope))].join("\n");
  const signature = await sign(privateKey, text);
  const mark = base64url(await sha256(utf8(text)));
  return { device, number, previous, envelope: base64url(envelope), signature, mark };
}
