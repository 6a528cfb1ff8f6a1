// Words: every visible text, in every language of the office; the server's catalogues are their only source.

let all = {};
let language = "vi";

/** Says "change" when another language was chosen. */
export const events = new EventTarget();

/** Fetch the words; they stand beside this file. @returns {Promise<void>} @throws {TypeError} when they cannot be had. */
export async function load() {
  const response = await fetch(new URL("./words.json", import.meta.url));
  if (!response.ok) throw new TypeError(`words: ${response.status}`);
  all = await response.json();
  setLanguage("vi");
}

/**
 * One text in the chosen language, else in Vietnamese.
 * @param {string} key As in kiosk/words.py: "attract.invite".
 * @param {Object<string, string|number>} [params] Values for %(name)s.
 * @returns {string}
 */
export function t(key, params = {}) {
  const text = all[language]?.[key] ?? all.vi?.[key] ?? key;
  const fill = (whole, name) => (name && name in params ? String(params[name]) : whole);
  return text.replace(/%\((\w+)\)s/g, fill).replaceAll("%%", "%");
}

/** @returns {string} The chosen language, "vi". */
export function chosenLanguage() {
  return language;
}

/** @returns {string[]} The languages there are, Vietnamese first. */
export function languages() {
  return Object.keys(all);
}

/** @param {string} code Language to speak from now on; an unknown one changes nothing. */
export function setLanguage(code) {
  if (!(code in all)) return;
  language = code;
  document.documentElement.lang = code;
  events.dispatchEvent(new Event("change"));
}

/** @param {{texts: Object<string, string>}|Object<string, string>} item Texts of a question or option.
 *  @returns {string} In the chosen language, else in Vietnamese, else whatever there is. */
export function wording(item) {
  const texts = item.texts ?? item;
  return texts[language] ?? texts.vi ?? Object.values(texts)[0] ?? "";
}
