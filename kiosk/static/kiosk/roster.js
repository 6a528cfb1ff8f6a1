// Roster: who is on duty at this counter at a moment, as far as the bundle knows.

/**
 * The duty entry of a moment.
 * @param {{roster: Array<{entry: number, officer: string, title: string, photo: string|null, starts: number,
 *   ends: number}>}} bundle
 * @param {number} moment Milliseconds since 1970, from `clock.now()`.
 * @returns {{entry: number, officer: string, title: string, photo: string|null, starts: number, ends: number}|null}
 *   The one that began last when two overlap; null when the roster names nobody: then no officer is shown or counted.
 */
export function onDuty(bundle, moment) {
  const present = bundle.roster.filter(({ starts, ends }) => starts <= moment && moment < ends);
  return present.reduce((chosen, entry) => (chosen && chosen.starts >= entry.starts ? chosen : entry), null);
}

/** @param {object} bundle @returns {number|null} The last moment (ms) the roster knows, for the staff corner. */
export function knownUntil(bundle) {
  return bundle.roster.reduce((latest, { ends }) => Math.max(latest ?? ends, ends), null);
}
