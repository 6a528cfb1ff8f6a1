// Spare: a second memory in a database of its own, because Chromium deletes one that a power cut has torn.
// A record torn in the middle of a write is left out at the next start, and written behind; the start after that finds
// it, calls the database corrupt and begins an empty one. Two memories written one after the other are never torn at once.
import { answer, inTransaction, StorageBroken } from "./transactions.js";

const BUCKET = "langnghe-spare";
const STORES = ["machine", "progress", "outbox", "shelf"];
const NEVER = 0;

/**
 * @returns {Promise<IDBFactory|null>} Where the spare lies; null in browsers with one place for everything.
 * @throws {StorageBroken} There is a spare and it cannot be reached: the other memory alone may be the torn one.
 */
export async function spareFactory() {
  if (!navigator.storageBuckets) return null;
  try {
    return (await navigator.storageBuckets.open(BUCKET, { durability: "strict", persisted: true })).indexedDB;
  } catch (error) {
    throw new StorageBroken(error.name);
  }
}

/** Number a transaction, so that a start can tell which memory knows more. */
export function mark(at, number) {
  at("progress").put({ name: "sequence", value: number });
}

/**
 * Copy the memory that knows more over the other one.
 * @param {IDBDatabase} main @param {IDBDatabase|null} spare
 * @returns {Promise<number>} The number of the last transaction.
 */
export async function evened(main, spare) {
  const known = await sequence(main);
  if (!spare) return known;
  const spared = await sequence(spare);
  if (spared > known) await copy(spare, main);
  // Both without a number: the tablet was paired before there was a spare.
  else if (known > spared || spared === NEVER) await copy(main, spare);
  return Math.max(known, spared);
}

async function sequence(database) {
  const found = await inTransaction(database, ["progress"], "readonly", (at) => answer(at("progress").get("sequence")));
  return found?.value ?? NEVER;
}

async function copy(from, to) {
  const records = await inTransaction(from, STORES, "readonly", (at) =>
    Promise.all(STORES.map((name) => answer(at(name).getAll()))),
  );
  await inTransaction(to, STORES, "readwrite", (at) => {
    STORES.forEach((name, index) => {
      at(name).clear();
      for (const record of records[index]) at(name).put(record);
    });
  });
}
