// Api: signed requests to the office; tells the office's own answers from anything else that answers (captive portals).
import { base64url, hex, random, sha256, utf8 } from "./bytes.js";
import * as clock from "./clock.js";
import { sign } from "./keys.js";

const TIMEOUT = 30000;

/** @typedef {{id: number|"", privateKey: CryptoKey}} Signer Who asks; "" while the office does not know it yet. */
/** @typedef {{status: number, isOurs: boolean, body: object|null, tag: string|null, wait: number}} Answer
 *  `isOurs`: it repeats our nonce, so no proxy or portal made it; `wait`: seconds asked for by Retry-After. */

/**
 * Ask the office. Every answer that is ours and tells the time sets the clock.
 * @param {Signer} signer @param {"GET"|"POST"} method @param {string} path @param {{body?: object, tag?: string}} [options]
 *   A body gets `sent_wall`; `tag` is the ETag we hold.
 * @returns {Promise<Answer>} Status 0 when nobody answered in time.
 */
export async function call(signer, method, path, { body, tag } = {}) {
  const nonce = base64url(random(16));
  const sent = clock.stamp();
  const text = body ? JSON.stringify({ ...body, sent_wall: sent.wall }) : undefined;
  const headers = await signed(signer, { method, path, nonce, text: text ?? "" });
  if (text) headers["Content-Type"] = "application/json";
  if (tag) headers["If-None-Match"] = tag;
  try {
    const response = await fetch(path, {
      method,
      headers,
      body: text,
      // A portal's redirect is no answer; nothing here is ever taken from a browser's cache.
      redirect: "error",
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const answer = await understood(response, { method, nonce });
    if (answer.isOurs && answer.body?.server_time) {
      clock.heard({ serverTime: answer.body.server_time, sent, received: Date.now() });
    }
    return answer;
  } catch {
    return { status: 0, isOurs: false, body: null, tag: null, wait: 0 };
  }
}

async function signed({ id, privateKey }, { method, path, nonce, text }) {
  const digest = hex(await sha256(utf8(text)));
  const signature = await sign(privateKey, ["langnghe-request-1", method, path, id, nonce, digest].join("\n"));
  return { "Langnghe-Device": String(id), "Langnghe-Nonce": nonce, "Langnghe-Signature": signature };
}

async function understood(response, { method, nonce }) {
  const body = await json(response);
  const echoes = response.headers.get("Langnghe-Echo") === nonce;
  const speaks = body?.service === "langnghe" && (method === "GET" || body.nonce === nonce);
  const isGood = response.status >= 200 && response.status < 300;
  return {
    status: response.status,
    isOurs: echoes && (speaks || !isGood),
    body,
    tag: response.headers.get("ETag"),
    wait: Number(response.headers.get("Retry-After")) || 0,
  };
}

async function json(response) {
  try {
    const value = JSON.parse(await response.text());
    return typeof value === "object" ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
