// Sync: sends answers and heartbeats whenever the office can be reached; never in the way of the screen.
import { call } from "./api.js";
import * as clock from "./clock.js";
import * as device from "./device.js";
import * as tally from "./interview/tally.js";
import * as outbox from "./outbox.js";
import { backOff } from "./patience.js";
import { keyOf, MOST, next, settle, wire } from "./sending.js";
import { get, put, StorageBroken } from "./store.js";

const HEARTBEAT = 5 * 60 * 1000;

/** Says "change" when `state` changed, and "round" when there is nothing to do for a while. */
export const events = new EventTarget();

/**
 * @type {{online: boolean, queue: number, shelf: number, nextNumber: number, revoked: string,
 *   lastContact: number|null, version: string, persistent: boolean|null}} What screens and staff corner show.
 *   `online`: the office itself answered the last request; `lastContact`: ms in the server's time.
 */
export const state = {
  online: false,
  queue: 0,
  shelf: 0,
  nextNumber: 1,
  revoked: "",
  lastContact: null,
  version: device.appVersion(),
  persistent: null,
};

/** Items in the next request, and those left out until the next heartbeat. */
let limit = MOST;
const passed = new Set();
/** Tries that failed in a row, and the seconds the server asked us to wait. */
let failures = 0;
let asked = 0;
let lastBeat = -Infinity;
/** What the office believes to wait here: the queue of the last report it heard. */
let told = 0;
let isWanted = false;
let ring = () => {};

/** Begin to send and to report; call it once, with a tablet enrolled. @returns {Promise<void>} `state` is filled. */
export async function start() {
  const { revoked, persistent } = device.current();
  const contact = await get("progress", "contact");
  show({ revoked, persistent, lastContact: contact?.at ?? null });
  await count();
  outbox.events.addEventListener("change", async () => {
    await count().catch(() => {});
    // After a failure the next answer waits like the others: a busy server is not asked more often.
    if (!failures) wake();
  });
  device.events.addEventListener("standing", () => show({ revoked: device.current().revoked }));
  window.addEventListener("online", () => wake());
  run();
}

/** Try at once, whatever the waiting time. @returns {Promise<boolean>} Did the office answer? */
export function sendNow() {
  return new Promise((resolve) => {
    events.addEventListener("round", () => resolve(state.online), { once: true });
    lastBeat = -Infinity;
    wake();
  });
}

async function run() {
  for (;;) {
    isWanted = false;
    const pause = await round();
    events.dispatchEvent(new Event("round"));
    if (isWanted) continue;
    await new Promise((resolve) => {
      ring = resolve;
      setTimeout(resolve, pause);
    });
  }
}

function wake() {
  isWanted = true;
  ring();
}

/** Report if it is time, then send until nothing waits or something fails. @returns {Promise<number>} ms to wait. */
async function round() {
  try {
    const isTime = performance.now() - lastBeat >= HEARTBEAT;
    const isReached = isTime ? await beat() : true;
    while (isReached && maySend() && (await sendBatch()));
    // The app may be put away now: the office shall not go on saying that something waits here.
    if (isReached && !failures && !state.revoked && told && !(await outbox.counts()).queue) await beat();
  } catch (error) {
    if (!(error instanceof StorageBroken)) throw error;
    failures += 1;
  }
  if (failures) return backOff(failures, asked);
  return Math.max(0, HEARTBEAT - (performance.now() - lastBeat));
}

/** A phone that was replaced still hands over what it holds; nobody else could. */
function maySend() {
  return !state.revoked || (state.revoked === "retired" && Boolean(device.current().bundle?.round));
}

/** Report once. @returns {Promise<boolean>} Was it heard? A refusal counts as heard: it is asked again in 5 min. */
async function beat() {
  const body = await report();
  const reply = await call(device.current(), "POST", "/kiosk/api/heartbeat", { body });
  if (!hear(reply)) return false;
  lastBeat = performance.now();
  passed.clear();
  if (reply.status !== 200) return true;
  told = body.queue;
  await tally.hear(reply.body);
  await device.setStanding("");
  await put("progress", { name: "contact", at: state.lastContact });
  if (reply.body.bundle === device.current().bundle?.etag) return true;
  return hear(await device.refresh());
}

async function report() {
  const before = (await get("progress", "beat"))?.value ?? 0;
  // Kept before it is sent: a beat is never said twice.
  await put("progress", { name: "beat", value: before + 1 });
  await count();
  const power = await battery();
  return {
    beat: before + 1,
    epoch: clock.stamp().epoch,
    queue: state.queue,
    shelf: state.shelf,
    next_number: state.nextNumber,
    app_version: state.version,
    battery: power?.level ?? null,
    charging: power?.charging ?? null,
    persistent: state.persistent,
  };
}

/** @returns {Promise<{level: number, charging: boolean}|null>} Level 0 to 1; null where the browser does not say. */
export async function battery() {
  return (await navigator.getBattery?.().catch(() => null)) ?? null;
}

/** Send one request of answers. @returns {Promise<boolean>} Is it worth going on at once? */
async function sendBatch() {
  const batch = await next(limit, passed);
  if (!batch.length) return false;
  const body = {
    epoch: clock.stamp().epoch,
    epochs: clock.offsets(batch.map(({ epoch }) => epoch)),
    items: batch.map(wire),
  };
  const reply = await call(device.current(), "POST", "/kiosk/api/submissions", { body });
  if (reply.isOurs && reply.status === 200) return received(batch, reply);
  const isTooMuch = reply.status === 413 || (reply.status === 400 && reply.isOurs);
  if (isTooMuch && batch.length > 1) return narrow(batch);
  if (isTooMuch && reply.isOurs) {
    const reason = reply.body?.code ?? String(reply.status);
    await settle([{ ...batch[0], outcome: "refused", reason }]);
    return true;
  }
  // One answer that breaks the server must not hold up the others.
  if (isTooMuch || reply.status === 500) narrow(batch);
  hear(reply);
  return false;
}

async function received(batch, reply) {
  hear(reply);
  await tally.hear(reply.body);
  const moved = await settle(reply.body.results ?? []);
  // What was not named comes again after the next heartbeat.
  for (const key of batch.map(keyOf)) if (!moved.has(key)) passed.add(key);
  limit = Math.min(MOST, limit * 2);
  return true;
}

/** Next time fewer at once; a single one waits until after the next heartbeat. @returns {boolean} Always true. */
function narrow(batch) {
  if (batch.length > 1) limit = Math.ceil(batch.length / 2);
  else passed.add(keyOf(batch[0]));
  return true;
}

/** Note what an answer says about network and standing. @returns {boolean} Was it the office's own and in order? */
function hear(reply) {
  const isRefused = reply.isOurs && reply.status === 401;
  const isGood = reply.isOurs && (reply.status === 200 || reply.status === 304 || isRefused);
  failures = isGood ? 0 : failures + 1;
  asked = reply.wait;
  show({ online: reply.isOurs, ...(reply.isOurs && { lastContact: clock.now() }) });
  if (isRefused) device.setStanding(reply.body?.code || "revoked").catch(() => {});
  return isGood;
}

async function count() {
  show(await outbox.counts());
}

function show(news) {
  Object.assign(state, news);
  events.dispatchEvent(new Event("change"));
}
