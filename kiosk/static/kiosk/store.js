// Store: the tablet's memory, kept twice in IndexedDB, strict about durability and honest when it breaks.
import { evened, mark, spareFactory } from "./spare.js";
import { answer, inTransaction, PATIENCE, StorageBroken } from "./transactions.js";

export { answer, StorageBroken };

const NAME = "langnghe-kiosk";
const BLOCKED = 5000;

/** Says "broken" when something could not be kept or read. */
export const health = new EventTarget();

/** One function for each version of the schema, in order; a released one never changes. */
export const STEPS = [
  (database) => {
    // Who this tablet is: identity, bundle, standing.
    database.createObjectStore("machine", { keyPath: "name" });
    // Where it stands: next number, epochs of the clock, beats, wrong PINs.
    database.createObjectStore("progress", { keyPath: "name" });
    database.createObjectStore("outbox", { keyPath: ["device", "number"] });
    database.createObjectStore("shelf", { keyPath: ["device", "number"] });
  },
];

/** The memory is kept twice, in two databases of their own: see spare.js. */
let opened = null;

/**
 * Open a database and bring its schema up to date; what it holds stays.
 * @param {string} name @param {Array<(database: IDBDatabase) => void>} steps
 * @param {IDBFactory} [factory] Where it lies.
 * @returns {Promise<IDBDatabase>} @throws {StorageBroken}
 */
export function openDatabase(name, steps, factory = indexedDB) {
  return new Promise((resolve, reject) => {
    let request;
    let isGivenUp = false;
    const giveUp = (reason) => {
      isGivenUp = true;
      reject(new StorageBroken(reason));
    };
    try {
      request = factory.open(name, steps.length);
    } catch (error) {
      giveUp(error.name);
      return;
    }
    request.onupgradeneeded = (event) => {
      for (const step of steps.slice(event.oldVersion)) step(request.result, request.transaction);
    };
    request.onblocked = () => setTimeout(() => giveUp("blocked"), BLOCKED);
    request.onerror = () => giveUp(request.error?.name ?? "error");
    request.onsuccess = () => (isGivenUp ? request.result.close() : resolve(request.result));
    setTimeout(() => giveUp("timeout"), PATIENCE);
  });
}

/**
 * Write in one transaction and resolve only after it is complete and on the disk (durability "strict"), in both
 * memories, one after the other: a power cut can tear only one of them. `work` runs once in each and must write alike.
 * @template T
 * @param {string[]} names Stores it touches.
 * @param {(at: (name: string) => IDBObjectStore) => T | Promise<T>} work May wait for `answer(request)` only.
 * @returns {Promise<T>} @throws {StorageBroken} or whatever `work` throws; then nothing was written.
 */
export function write(names, work) {
  return transact(names, "readwrite", work);
}

/**
 * Read one consistent state.
 * @template T @param {string[]} names @param {(at: (name: string) => IDBObjectStore) => T | Promise<T>} work
 * @returns {Promise<T>} @throws {StorageBroken}
 */
export function read(names, work) {
  return transact(names, "readonly", work);
}

/** @param {string} store @param {string} name @returns {Promise<object|undefined>} One record. */
export function get(store, name) {
  return read([store], (at) => answer(at(store).get(name)));
}

/** @param {string} store @param {object} record @returns {Promise<unknown>} Resolves when it is on the disk. */
export function put(store, record) {
  return write([store], (at) => answer(at(store).put(record)));
}

/** Try whether something can be kept now. @returns {Promise<boolean>} */
export async function isSound() {
  try {
    // As large as an answer with a comment, so that a full disk shows.
    await put("progress", { name: "probe", filling: "·".repeat(8000) });
    await put("progress", { name: "probe", filling: "" });
    return true;
  } catch {
    return false;
  }
}

async function transact(names, mode, work) {
  try {
    const { main, spare, count } = await memories();
    if (mode === "readonly") return await inTransaction(main, names, mode, work);
    const numbered = { names: [...new Set([...names, "progress"])], number: count() };
    const result = await inTransaction(main, numbered.names, mode, (at) => (mark(at, numbered.number), work(at)));
    if (spare) await inTransaction(spare, numbered.names, mode, (at) => (mark(at, numbered.number), work(at)));
    return result;
  } catch (error) {
    if (!(error instanceof StorageBroken || error instanceof DOMException)) throw error;
    const broken = error instanceof StorageBroken ? error : new StorageBroken(error.name);
    health.dispatchEvent(new CustomEvent("broken", { detail: broken.message }));
    throw broken;
  }
}

function memories() {
  opened ??= openBoth().catch((error) => {
    opened = null;
    throw error;
  });
  return opened;
}

async function openBoth() {
  const main = watch(await openDatabase(NAME, STEPS));
  const factory = await spareFactory();
  const spare = factory && watch(await openDatabase(NAME, STEPS, factory));
  let last = await evened(main, spare);
  return { main, spare, count: () => (last += 1) };
}

function watch(database) {
  const leave = (reason) => () => {
    database.close();
    opened = null;
    health.dispatchEvent(new CustomEvent("broken", { detail: reason }));
  };
  // A newer version of the app wants to change the schema; or the browser has thrown the data away.
  database.onversionchange = leave("superseded");
  database.onclose = leave("closed");
  return database;
}
