// Clock: which moment it is, in the server's time, on a tablet whose own clock may be years wrong.
import { get, put } from "./store.js";

/** Date.now() and performance.now() drifting apart by more than this (ms) means somebody set the clock. */
const JUMP = 2000;
const LOOK_EVERY = 1000;
/** A slower round trip (ms) says too little about the server's time, unless nothing better is known. */
const QUICK = 10000;
const KEPT_EPOCHS = 1000;

/** `offset`: measured, ms to add to Date.now(), or null; `best`: the same or the best guess. */
let epoch = { number: 0, offset: null, best: 0 };
let known = {};
let last = { wall: Date.now(), ticks: performance.now() };
let wasHidden = false;

/** Begin the epoch of this start of the app. @returns {Promise<void>} @throws {StorageBroken} */
export async function start() {
  const stored = (await get("progress", "epochs")) ?? { current: 0, known: {}, best: 0 };
  known = stored.known;
  last = { wall: Date.now(), ticks: performance.now() };
  open({ number: stored.current + 1, offset: null, best: stored.best });
  await put("progress", record());
  setInterval(look, LOOK_EVERY);
  document.addEventListener("visibilitychange", () => {
    look();
    wasHidden = document.hidden;
  });
}

/** @returns {number} Now, in milliseconds since 1970, as the server would say. */
export function now() {
  look();
  return Date.now() + epoch.best;
}

/** @returns {{wall: number, epoch: number, guess: number}} What an answer carries about its moment (ms). */
export function stamp() {
  look();
  const wall = Date.now();
  return { wall, epoch: epoch.number, guess: Math.round(wall + epoch.best) };
}

/** @returns {number|null} Measured offset of the current epoch in ms (server minus device). */
export function offset() {
  return epoch.offset;
}

/**
 * Take a server's time into account.
 * @param {{serverTime: number, sent: {wall: number, epoch: number}, received: number}} measured ms; `sent` is the
 *   stamp taken before the request, `received` the device's time after it.
 */
export function heard({ serverTime, sent, received }) {
  look();
  const isSlow = received - sent.wall > QUICK && epoch.offset !== null;
  if (sent.epoch !== epoch.number || !Number.isFinite(serverTime) || isSlow) return;
  const found = Math.round(serverTime - (sent.wall + received) / 2);
  const isNews = epoch.offset === null || Math.abs(epoch.offset - found) > JUMP;
  open({ number: epoch.number, offset: found, best: found });
  // A failure shows itself at the next answer; the time of day alone needs no rest screen.
  if (isNews) put("progress", record()).catch(() => {});
}

/** @param {Iterable<number>} numbers @returns {Object<string, number|null>} Measured offset (ms) of each epoch. */
export function offsets(numbers) {
  const wanted = new Set([...numbers, epoch.number]);
  return Object.fromEntries([...wanted].map((number) => [String(number), known[number] ?? null]));
}

/** @returns {object} The record for the store "progress"; written together with an answer of its epoch. */
export function record() {
  return { name: "epochs", current: epoch.number, known, best: epoch.best };
}

/** Look whether the clock was set since the last look; then a new epoch begins. */
function look() {
  const wall = Date.now();
  const ticks = performance.now();
  const jump = wall - last.wall - (ticks - last.ticks);
  last = { wall, ticks };
  const mayHaveSlept = wasHidden && jump > 0;
  if (!document.hidden) wasHidden = false;
  if (Math.abs(jump) <= JUMP) return;
  const next = epoch.number + 1;
  // performance.now() stands still while the device sleeps: then the wall clock is right and nothing was measured.
  if (mayHaveSlept) open({ number: next, offset: null, best: epoch.best });
  else {
    const moved = (value) => (value === null ? null : Math.round(value - jump));
    open({ number: next, offset: moved(epoch.offset), best: moved(epoch.best) });
  }
}

function open(begun) {
  epoch = begun;
  known = { ...known, [begun.number]: begun.offset };
  for (const old of Object.keys(known)) if (Number(old) <= begun.number - KEPT_EPOCHS) delete known[old];
}
