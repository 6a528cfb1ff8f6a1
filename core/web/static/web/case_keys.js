/**
 * Keys of the inbox: j and k go down and up, a gives the case to somebody, / searches the cases, ? shows the keys.
 * Without this file the tabulator leads through the same links.
 */

/**
 * Is somebody typing text, so that a key means a letter?
 * @param {EventTarget | null} target what has the focus
 * @returns {boolean}
 */
export function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

/**
 * Which of the cases comes next.
 * @param {number} present the place of the focused one, -1 for none
 * @param {number} count how many there are
 * @param {string} key j or k
 * @returns {number} the place to go to
 */
export function step(present, count, key) {
  if (present < 0) return key === "j" ? 0 : count - 1;
  return Math.min(Math.max(present + (key === "j" ? 1 : -1), 0), count - 1);
}

/**
 * Moves the focus through the cases.
 * @param {string} key j or k
 */
function go(key) {
  const links = [...document.querySelectorAll("a.case")];
  if (!links.length) return;
  const next = links[step(links.indexOf(document.activeElement), links.length, key)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

/** Goes to the page on which the focused case is given to somebody, where this person may. */
function assign() {
  const address = document.activeElement?.dataset?.assign;
  if (address) location.assign(`${address}#giao-viec`);
}

/** Opens the list of keys and leads to it. */
function explain() {
  const keys = document.querySelector('[data-part="keys"]');
  keys.open = true;
  keys.querySelector("summary").focus();
}

/** Leads to the search for cases. */
function find() {
  const box = document.getElementById("find-case");
  box.focus();
  box.select();
}

const DEEDS = { j: () => go("j"), k: () => go("k"), a: assign, "/": find, "?": explain };

// In the capture phase: here / means the cases, before the desk's own box takes it.
document.addEventListener(
  "keydown",
  (event) => {
    const deed = DEEDS[event.key];
    if (!deed || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    deed();
  },
  { capture: true },
);
