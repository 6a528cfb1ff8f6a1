// Tally: how many interviews this phone has kept in each hamlet, and how far the office says the round is. Numbers only.
import { now } from "../clock.js";
import { current } from "../device.js";
import { localDay } from "../hours.js";
import { answer, get, put, read } from "../store.js";

/**
 * Count one interview; part of the transaction that closes it.
 * @param {(name: string) => IDBObjectStore} at Must hold "progress". @param {{round: number, hamlet: number}} closed
 * @returns {Promise<void>}
 */
export async function count(at, { round, hamlet }) {
  const day = localDay(current().bundle, now());
  const stored = await answer(at("progress").get("tally"));
  const hamlets = stored?.round === round ? { ...stored.hamlets } : {};
  const before = hamlets[hamlet] ?? { all: 0, today: 0, day };
  hamlets[hamlet] = { all: before.all + 1, today: (before.day === day ? before.today : 0) + 1, day };
  at("progress").put({ name: "tally", round, hamlets });
}

/** Keep what the office said about the round: answers by hamlet, whoever asked. @param {object|null} body @returns {Promise<void>} */
export async function hear(body) {
  const round = current()?.bundle?.round;
  if (round && body?.progress) await put("progress", { name: "heard", round: round.id, hamlets: body.progress });
}

/**
 * @param {object} bundle
 * @returns {Promise<Map<number, {today: number, mine: number, done: number}>>} By hamlet: this phone's interviews today
 *   and in all; and the round's, as the office said last and with those that still wait here.
 */
export async function standing(bundle) {
  const { round } = bundle;
  const day = localDay(bundle, now());
  const { tally, heard, waiting } = await read(["progress", "outbox"], async (at) => ({
    tally: await answer(at("progress").get("tally")),
    heard: await answer(at("progress").get("heard")),
    waiting: await answer(at("outbox").getAll()),
  }));
  const own = tally?.round === round.id ? tally.hamlets : {};
  const known = heard?.round === round.id ? heard.hamlets : {};
  const hamlets = hamletsOf(bundle);
  const isHere = (item, number) => item.state === "closed" && item.round === round.id && item.hamlet === number;
  const lines = hamlets.map(({ number }) => {
    const mine = own[number];
    const done = (known[number] ?? 0) + waiting.filter((item) => isHere(item, number)).length;
    return [number, { today: mine?.day === day ? mine.today : 0, mine: mine?.all ?? 0, done }];
  });
  return new Map(lines);
}

/** @param {object} bundle @returns {object[]} The round's hamlets; where it has none, the round itself as number 0. */
export function hamletsOf({ round }) {
  return round.hamlets.length ? round.hamlets : [{ number: 0, name: round.name, sample: round.sample }];
}

/** @param {object} bundle @returns {Promise<object|null>} The hamlet chosen last in this round; null before that. */
export async function chosenHamlet(bundle) {
  const hamlets = hamletsOf(bundle);
  if (hamlets.length === 1) return hamlets[0];
  const kept = await get("progress", "hamlet");
  return (kept?.round === bundle.round.id && hamlets.find(({ number }) => number === kept.number)) || null;
}

/** Keep the choice until it is changed. @param {object} bundle @param {number} number @returns {Promise<unknown>} */
export function chooseHamlet({ round }, number) {
  return put("progress", { name: "hamlet", round: round.id, number });
}
