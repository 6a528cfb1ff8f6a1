// Outbox: every answer, from the first tap on a face until the office has said that it holds it.
import { base64url, random } from "./bytes.js";
import * as clock from "./clock.js";
import { current } from "./device.js";
import { makeItem } from "./envelope.js";
import * as tally from "./interview/tally.js";
import { answer, read, write } from "./store.js";

export { StorageBroken } from "./store.js";

/**
 * @typedef {object} Draft
 * @property {number} touchpoint
 * @property {number} version Questionnaire version shown.
 * @property {number|null} field
 * @property {number|null} duty Entry of the roster shown, even when disclaimed.
 * @property {boolean} disclaimed «Không phải về người này».
 * @property {"self"|"relative"|"staff"|""} pressedBy
 * @property {Object<string, string[]>} answers Option codes by question code.
 * @property {string} comment Finished text only.
 * @property {Object<string, string>} [texts] The same, by the code of the question it answers.
 * @property {number} seconds From the screen shown to the first tap.
 * @property {number} [round] Of an interview; with it comes `hamlet`, 0 where the round has none.
 */

/**
 * @typedef {object} Session One citizen's answer; there is one at a time.
 * @property {(draft: Draft) => Promise<void>} revise Keep a changed face or choice; words are left out.
 * @property {(draft: Draft) => Promise<void>} finish Keep the final content and let it be sent; only after it
 *   resolves may thanks be shown. Calling it again does nothing. Both throw StorageBroken.
 * @property {() => Promise<void>} drop Erase it: its number belongs to the next one. Throws StorageBroken.
 */

/** The server takes at most so many revisions; the tablet sends only the last one. */
const MOST_REVISIONS = 8;

/** Says "change" when an answer was closed, sent or put aside. */
export const events = new EventTarget();

/** This answer was closed already, by the next one or by a restart. */
export class SessionOver extends Error {}

let turn = Promise.resolve();
let isOpen = false;

/**
 * Keep the rating with the next number at the first tap on a face.
 * @param {Draft} draft
 * @returns {Promise<Session>} Resolves when it is on the disk. @throws {StorageBroken}
 */
export function begin(draft) {
  return inTurn(async () => {
    await closeNow();
    const session = {
      secret: base64url(random(16)),
      moment: clock.stamp(),
      revision: 1,
      number: null,
      device: current(),
      isOver: false,
    };
    await keep(session, draft, "open");
    isOpen = true;
    return {
      revise: (changed) => inTurn(() => revise(session, { ...changed, comment: "", texts: changed.round ? changed.texts : {} }, "open")),
      finish: (final) => inTurn(() => finish(session, final)),
      drop: () => inTurn(() => drop(session)),
    };
  });
}

/** Close what a crash left open: the rating counts as it stands. @returns {Promise<void>} @throws {StorageBroken} */
export function closeOpen() {
  return inTurn(closeNow);
}

/** @returns {Promise<{hamlet: number}|null>} An interview that was begun and neither saved nor erased. @throws {StorageBroken} */
export function unfinished() {
  return read(["outbox", "progress"], async (at) => {
    const { newest } = await latest(at);
    return isHalf(newest) ? { hamlet: newest.hamlet } : null;
  });
}

/** Erase an unfinished interview; nothing of it was ever sent. @returns {Promise<void>} @throws {StorageBroken} */
export function dropOpen() {
  return inTurn(dropNow);
}

/** @returns {boolean} Is an answer being given now? */
export function isAnswering() {
  return isOpen;
}

/**
 * @returns {Promise<{queue: number, shelf: number, nextNumber: number}>} Answers waiting (open ones too), answers the
 *   office refused, and the number the next answer will have. An unfinished interview is neither: it may be erased.
 *   @throws {StorageBroken}
 */
export function counts() {
  return read(["outbox", "shelf", "progress"], async (at) => {
    const queue = await answer(at("outbox").count());
    const shelf = await answer(at("shelf").count());
    const { counter, newest } = await latest(at);
    const half = isHalf(newest) ? 1 : 0;
    return { queue: queue - half, shelf, nextNumber: (counter?.next ?? 1) - half };
  });
}

/** Do all writing of answers one after the other: numbers and marks form a chain. */
function inTurn(work) {
  const done = turn.then(work);
  turn = done.catch(() => {});
  return done;
}

async function finish(session, draft) {
  if (session.isOver) return;
  await revise(session, draft, "closed");
  session.isOver = true;
  isOpen = false;
  events.dispatchEvent(new Event("change"));
}

async function drop(session) {
  if (session.isOver) return;
  session.isOver = true;
  await dropNow();
}

async function revise(session, draft, state) {
  if (session.isOver) throw new SessionOver();
  const before = session.revision;
  session.revision = Math.min(before + 1, MOST_REVISIONS);
  try {
    await keep(session, draft, state);
  } catch (error) {
    session.revision = before;
    throw error;
  }
}

/** Seal and sign first, for a transaction waits for nothing but itself; then write if the chain still fits. */
async function keep(session, draft, state) {
  const { device } = session;
  // An interview takes its time: it belongs to the moment it was saved.
  const moment = draft.round ? clock.stamp() : session.moment;
  const held = await read(["progress", "outbox"], async (at) => ({
    counter: await answer(at("progress").get("counter")),
    record: session.number === null ? null : await answer(at("outbox").get([device.id, session.number])),
  }));
  if (session.number !== null && held.record?.state !== "open") throw new SessionOver();
  if (held.counter?.device !== device.id) throw new SessionOver();
  const number = session.number ?? held.counter.next;
  const previous = held.record ? held.record.previous : held.counter.mark;
  const item = await makeItem({
    device: device.id,
    privateKey: device.privateKey,
    serverKey: device.bundle.server_key,
    number,
    previous,
    content: content({ ...session, moment }, draft),
  });
  const place = draft.round ? { hamlet: draft.hamlet, round: draft.round } : {};
  await write(["outbox", "progress"], async (at) => {
    const counter = await answer(at("progress").get("counter"));
    if (counter.device !== device.id || counter.next !== held.counter.next) throw new SessionOver();
    at("outbox").put({ ...item, ...place, state, epoch: moment.epoch });
    if (draft.round && state === "closed") await tally.count(at, place);
    at("progress").put({ name: "counter", device: device.id, next: number + 1, mark: item.mark });
    at("progress").put(clock.record());
  });
  session.number = number;
}

function content({ secret, revision, moment }, draft) {
  return {
    v: 1,
    secret,
    revision,
    touchpoint: draft.touchpoint,
    version: draft.version,
    field: draft.field ?? null,
    duty: draft.duty ?? null,
    disclaimed: Boolean(draft.disclaimed),
    pressed_by: draft.pressedBy || "",
    answers: draft.answers,
    comment: draft.comment || "",
    texts: draft.texts ?? {},
    wall: moment.wall,
    epoch: moment.epoch,
    guess: moment.guess,
    seconds: draft.seconds,
    ...(draft.round && { hamlet: draft.hamlet || null }),
  };
}

/** Only the newest number can be open. */
async function closeNow() {
  const isClosed = await write(["outbox", "progress"], async (at) => {
    const { newest } = await latest(at);
    if (newest?.state !== "open") return false;
    at("outbox").put({ ...newest, state: "closed" });
    if (newest.round) await tally.count(at, newest);
    return true;
  });
  isOpen = false;
  if (isClosed) events.dispatchEvent(new Event("change"));
}

/** The chain goes back to the number before: this one was never sent. */
async function dropNow() {
  await write(["outbox", "progress"], async (at) => {
    const { counter, newest } = await latest(at);
    if (newest?.state !== "open") return;
    at("outbox").delete([newest.device, newest.number]);
    at("progress").put({ ...counter, next: newest.number, mark: newest.previous });
  });
  isOpen = false;
}

async function latest(at) {
  const counter = await answer(at("progress").get("counter"));
  const newest = counter && (await answer(at("outbox").get([counter.device, counter.next - 1])));
  return { counter, newest };
}

const isHalf = (newest) => newest?.state === "open" && Boolean(newest.round);
