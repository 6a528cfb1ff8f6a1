// Hours: is the office open? Days and hours come from the bundle, in the office's own time zone.

const DAY = 24 * 60;

/**
 * Is the office open at this moment?
 * @param {{hours: {zone_minutes: number, morning: string[], afternoon: string[], last_weekday: number,
 *   closed: string[]}}} bundle Half-days as ["07:30", "11:30"]; `last_weekday` counts from Monday = 0.
 * @param {number} moment Milliseconds since 1970, from `clock.now()`.
 * @returns {boolean}
 */
export function isOpen(bundle, moment) {
  const { zone_minutes, morning, afternoon, last_weekday, closed } = bundle.hours;
  const local = new Date(moment + zone_minutes * 60000);
  const weekday = (local.getUTCDay() + 6) % 7;
  if (weekday > last_weekday || closed.includes(local.toISOString().slice(0, 10))) return false;
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
  return [morning, afternoon].some((half) => half && minute >= minutes(half[0]) && minute < minutes(half[1]));
}

/** @param {object} bundle @param {number} moment ms @returns {string} The office's local time, "07:05". */
export function localTime(bundle, moment) {
  return new Date(moment + bundle.hours.zone_minutes * 60000).toISOString().slice(11, 16);
}

/** @param {object} bundle @param {number} moment ms @returns {string} The office's local day, "2026-11-21". */
export function localDay(bundle, moment) {
  return new Date(moment + bundle.hours.zone_minutes * 60000).toISOString().slice(0, 10);
}

function minutes(text) {
  const [hours, rest] = text.split(":").map(Number);
  return (hours * 60 + rest) % (DAY + 1);
}
