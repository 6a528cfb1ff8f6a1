// Device: who this tablet is, what the office told it, and how it became the office's.
import { call } from "./api.js";
import { importDisplayKey, makeDeviceKey, publicText } from "./keys.js";
import { answer, get, put, write } from "./store.js";

/**
 * @typedef {object} Device
 * @property {number} id
 * @property {CryptoKey} privateKey Signs; cannot be exported.
 * @property {CryptoKey} displayKey HMAC-SHA-256 of the changing code; cannot be exported.
 * @property {object|null} bundle As GET /kiosk/api/bundle brings it; null until the first one has come.
 * @property {string} revoked "" or the office's reason: revoked, retired, unknown_device, bad_signature.
 * @property {boolean|null} persistent Did the browser promise to keep our data?
 */

/** Says "bundle" when a newer one has come, "standing" when the office refused or took back this tablet. */
export const events = new EventTarget();

/** @type {Device|null} */
let device = null;
let tag = null;

/** @returns {Promise<Device|null>} This tablet as it was stored; null before its enrolment. @throws {StorageBroken} */
export async function load() {
  const identity = await get("machine", "identity");
  if (!identity) return null;
  const kept = await get("machine", "bundle");
  tag = kept?.tag ?? null;
  const standing = await get("machine", "standing");
  device = { ...known(identity), bundle: kept?.body ?? null, revoked: standing?.revoked ?? "", persistent: null };
  device.persistent = await askToPersist();
  return device;
}

/** @returns {Device|null} The same as `load` gave last, without asking the disk. */
export function current() {
  return device;
}

/**
 * Pair this tablet with the counter that made the phrase. The same phrase may be sent again after a lost answer.
 * @param {string} phrase As somebody typed it.
 * @returns {Promise<"enrolled"|"unknown_phrase"|"too_many_attempts"|"malformed"|"unreachable">}
 * @throws {StorageBroken} when the identity could not be kept.
 */
export async function enrol(phrase) {
  const keys = await pendingKeys();
  const reply = await call({ id: "", privateKey: keys.privateKey }, "POST", "/kiosk/api/enrol", {
    body: { phrase, public_key: await publicText(keys.publicKey), app_version: appVersion() },
  });
  if (!reply.isOurs) return "unreachable";
  if (reply.status !== 201) return REFUSALS.has(reply.body?.code) ? reply.body.code : "unreachable";
  await become({ id: reply.body.device, keys, displayKey: await importDisplayKey(reply.body.display_key) });
  await refresh();
  return "enrolled";
}

/** Fetch the bundle if there is a newer one. @returns {Promise<import("./api.js").Answer>} @throws {StorageBroken} */
export async function refresh() {
  const reply = await call(device, "GET", "/kiosk/api/bundle", { tag: device.bundle ? tag : null });
  if (reply.isOurs && reply.status === 200 && reply.body.tablet?.id === device.id) {
    await put("machine", { name: "bundle", body: reply.body, tag: reply.tag });
    tag = reply.tag;
    device.bundle = reply.body;
    events.dispatchEvent(new Event("bundle"));
  }
  return reply;
}

/** Note whether the office still trusts this tablet. @param {string} reason "" when it does. @returns {Promise<void>} */
export async function setStanding(reason) {
  if (!device || device.revoked === reason) return;
  device.revoked = reason;
  events.dispatchEvent(new Event("standing"));
  await put("machine", { name: "standing", revoked: reason });
}

/** @param {object} bundle @returns {string} The office with the counter this device stands at, or its survey round. */
export function placeOf({ office, counter, round }) {
  return [office, counter?.name ?? round.name].join(" · ");
}

/** @returns {string} The version of the app that runs. */
export function appVersion() {
  return document.documentElement.dataset.version ?? "";
}

const REFUSALS = new Set(["unknown_phrase", "too_many_attempts", "malformed"]);

/** Browsers promise it only once the app is installed or much used: it is asked at enrolment and at every start. */
async function askToPersist() {
  return (await navigator.storage?.persist?.()) ?? null;
}

/** The key is kept before it is sent, so that a lost answer can be asked for again. */
async function pendingKeys() {
  const pending = await get("machine", "pending");
  if (pending) return pending.keys;
  const keys = await makeDeviceKey();
  await put("machine", { name: "pending", keys });
  return keys;
}

/** Answers of an earlier identity stay in the outbox: they carry its id and its signature. */
async function become({ id, keys, displayKey }) {
  const identity = { name: "identity", id, privateKey: keys.privateKey, displayKey };
  await write(["machine", "progress", "outbox"], async (at) => {
    const counter = await answer(at("progress").get("counter"));
    const newest = counter && (await answer(at("outbox").get([counter.device, counter.next - 1])));
    if (newest) at("outbox").put({ ...newest, state: "closed" });
    at("machine").put(identity);
    for (const outdated of ["pending", "bundle", "standing"]) at("machine").delete(outdated);
    at("progress").put({ name: "counter", device: id, next: 1, mark: "" });
    at("progress").delete("pin");
  });
  tag = null;
  device = { ...known(identity), bundle: null, revoked: "", persistent: await askToPersist() };
}

function known({ id, privateKey, displayKey }) {
  return { id, privateKey, displayKey };
}
