// Sending: which answers go next, and what happens to each one after the office has spoken.
import { answer, read, write } from "./store.js";
import { events } from "./outbox.js";

/** The office takes at most so many in one request. */
export const MOST = 50;
/** Characters of a request's items; larger bodies the office refuses. */
const MOST_CHARACTERS = 900000;
/** Only these mean that the office holds the answer, or has put it before the Front. */
const HELD = new Set(["accepted", "duplicate", "settled", "held"]);

/** @typedef {{device: number, number: number, previous: string, envelope: string, signature: string, mark: string,
 *   state: "open"|"closed", epoch: number}} Item A record of the outbox. */

/**
 * The next closed answers in the order of their numbers.
 * @param {number} limit At most so many. @param {Set<string>} passed Keys (`keyOf`) left out this time.
 * @returns {Promise<Item[]>} @throws {StorageBroken}
 */
export function next(limit, passed) {
  return read(["outbox"], async (at) => {
    const found = await answer(at("outbox").getAll(null, limit + passed.size + 1));
    const batch = [];
    let characters = 0;
    for (const item of found) {
      if (item.state !== "closed" || passed.has(keyOf(item))) continue;
      characters += JSON.stringify(wire(item)).length;
      if (batch.length === limit || (batch.length && characters > MOST_CHARACTERS)) break;
      batch.push(item);
    }
    return batch;
  });
}

/** @param {Item} item @returns {string} */
export function keyOf({ device, number }) {
  return `${device}/${number}`;
}

/** @param {Item} item @returns {object} What goes over the wire and into an exported file. */
export function wire({ device, number, previous, envelope, signature, mark }) {
  return { device, number, previous, envelope, signature, mark };
}

/**
 * Delete what the office holds and put aside what it refused; whatever it did not name by its mark stays.
 * @param {Array<{device: number, number: number, mark: string, outcome: string, reason: string}>} results
 * @returns {Promise<Set<string>>} Keys of what left the queue. @throws {StorageBroken}
 */
export async function settle(results) {
  const moved = await write(["outbox", "shelf"], async (at) => {
    const keys = new Set();
    for (const { device, number, mark, outcome, reason } of results) {
      const item = await answer(at("outbox").get([device, number]));
      const isKnown = HELD.has(outcome) || outcome === "refused";
      if (!item || item.mark !== mark || item.state !== "closed" || !isKnown) continue;
      if (outcome === "refused") at("shelf").put({ ...item, reason: reason ?? "" });
      at("outbox").delete([device, number]);
      keys.add(keyOf(item));
    }
    return keys;
  });
  if (moved.size) events.dispatchEvent(new Event("change"));
  return moved;
}

/** Offer what was put aside once more: staff may have imported the file meanwhile. @returns {Promise<void>} */
export async function offerShelfAgain() {
  await write(["outbox", "shelf"], async (at) => {
    for (const { reason, ...item } of await answer(at("shelf").getAll())) {
      at("outbox").put(item);
      at("shelf").delete([item.device, item.number]);
    }
  });
  events.dispatchEvent(new Event("change"));
}

/**
 * Everything the office does not hold yet, sealed as it is: `{"langnghe":"shelf/1","items":[…]}`.
 * @param {{withQueue: boolean}} options With the queue too when this tablet is no longer trusted.
 * @returns {Promise<string>} JSON. @throws {StorageBroken}
 */
export function exported({ withQueue }) {
  return read(["outbox", "shelf"], async (at) => {
    const shelf = await answer(at("shelf").getAll());
    const queue = withQueue ? await answer(at("outbox").getAll()) : [];
    const items = [...shelf, ...queue.filter(({ state }) => state === "closed")];
    return JSON.stringify({ langnghe: "shelf/1", items: items.map(wire) });
  });
}
