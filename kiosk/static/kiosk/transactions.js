// Transactions: one in one database, strict about durability, honest when the disk does not answer.

/** A disk that answers later than this (ms) has failed: no thanks are said for what it may have kept. */
export const PATIENCE = 20000;

/** Nothing can be kept here now: no answer may be taken and no thanks said. */
export class StorageBroken extends Error {}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} Its result, inside the same transaction. */
export function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Do one transaction in one database; a "readwrite" one is on the disk when it resolves (durability "strict").
 * @template T
 * @param {IDBDatabase} database @param {string[]} names Stores it touches. @param {IDBTransactionMode} mode
 * @param {(at: (name: string) => IDBObjectStore) => T | Promise<T>} work May wait for `answer(request)` only.
 * @returns {Promise<T>} @throws {StorageBroken} or whatever `work` throws; then nothing was written.
 */
export function inTransaction(database, names, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(names, mode, { durability: "strict" });
    let result;
    let failure;
    const late = setTimeout(() => {
      failure = new StorageBroken("timeout");
      abort(transaction);
      reject(failure);
    }, PATIENCE);
    transaction.oncomplete = () => {
      clearTimeout(late);
      resolve(result);
    };
    transaction.onabort = () => {
      clearTimeout(late);
      reject(failure ?? new StorageBroken(transaction.error?.name ?? "abort"));
    };
    new Promise((done) => done(work((name) => transaction.objectStore(name)))).then(
      (value) => (result = value),
      (error) => {
        failure = error;
        abort(transaction);
      },
    );
  });
}

function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // It had ended already.
  }
}
