/**
 * Sample size: shows how many people a round has to ask while its plan is typed, and each hamlet's share.
 * Without this file the button «Tính» asks the server, which has the last word in any case.
 */

/** @typedef {{name: string, people: number}} Hamlet */

/** A line of a hamlet, as admin/rounds/hamlets.py reads it. */
const LINE = /^\s*(\S.*?)(?:\s*[;|:,=\t]\s*|\s+[–-]\s+)(\d{1,3}(?:[.,]\d{3})+|\d{1,9})\s*(?:người|people)?\s*$/i;

/**
 * How many of so many people are to be asked: N / (1 + N · 0.05²), rounded up.
 * @param {number} people
 * @returns {number}
 */
export function sampleSize(people) {
  return Math.ceil((400 * people) / (400 + people));
}

/**
 * The hamlets of a text, one a line; lines that cannot be read are left out.
 * @param {string} text
 * @returns {Hamlet[]}
 */
export function hamlets(text) {
  return text.split(/\r?\n/).flatMap((line) => {
    const found = LINE.exec(line);
    return found ? [{ name: found[1], people: Number(found[2].replace(/\D/g, "")) }] : [];
  });
}

/**
 * The shares of a sample by the largest remainders; of equal ones the larger hamlet, then the one named first.
 * @param {number} sample
 * @param {number[]} people
 * @returns {number[]}
 */
export function shares(sample, people) {
  const total = people.reduce((sum, each) => sum + each, 0);
  const found = people.map((each) => Math.floor((sample * each) / total));
  const left = sample - found.reduce((sum, each) => sum + each, 0);
  const order = people.map((each, at) => ({ at, each, rest: (sample * each) % total }));
  order.sort((a, b) => b.rest - a.rest || b.each - a.each || a.at - b.at);
  for (const { at } of order.slice(0, left)) found[at] += 1;
  return found;
}

/**
 * A number as it is typed, its thousands marked or not; null where there is none.
 * @param {string} text
 * @returns {number | null}
 */
export function peopleOf(text) {
  const digits = text.replace(/[.,\s]/g, "");
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null;
}

/**
 * Follows one form of a plan.
 * @param {HTMLFormElement} form
 */
function attach(form) {
  const part = (/** @type {string} */ name) => form.querySelector(`[data-part="${name}"]`);
  const population = form.querySelector('[name="population"]');
  const lines = form.querySelector('[name="hamlets"]');
  const written = new Intl.NumberFormat(document.documentElement.lang);
  const say = (/** @type {Element} */ place, /** @type {Record<string, number>} */ values) => {
    place.textContent = place.dataset.words.replace(/\{(\w+)\}/g, (_whole, name) => written.format(values[name]));
  };
  const row = (/** @type {Hamlet} */ hamlet, /** @type {number} */ share) => {
    const line = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = hamlet.name;
    const cells = [hamlet.people, share].map((number) => {
      const cell = document.createElement("td");
      cell.className = "r";
      cell.textContent = written.format(number);
      return cell;
    });
    line.append(head, ...cells);
    return line;
  };
  const draw = () => {
    const named = hamlets(lines.value).filter((hamlet) => hamlet.people > 0);
    const sum = named.reduce((all, hamlet) => all + hamlet.people, 0);
    const people = peopleOf(population.value) ?? sum;
    const sample = people > 0 ? sampleSize(people) : 0;
    const fits = named.length > 0 && sum === people;
    part("sample").textContent = sample ? written.format(sample) : "–";
    part("sample").classList.toggle("thin", !sample);
    if (sample) say(part("people"), { n: people });
    else part("people").textContent = "";
    const given = fits ? shares(sample, named.map((hamlet) => hamlet.people)) : [];
    part("shares").hidden = !fits;
    part("shares").querySelector("tbody").replaceChildren(...given.map((share, at) => row(named[at], share)));
    part("differ").hidden = fits || !named.length;
    if (!part("differ").hidden) say(part("differ"), { sum, n: people });
  };
  form.addEventListener("input", draw);
}

for (const form of document.querySelectorAll('[data-module="sample-size"]')) attach(form);
