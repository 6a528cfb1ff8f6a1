/**
 * Search box: the key / leads to it from everywhere, the arrow keys through what was found.
 * Without this file the box is a plain form, and the tabulator leads through the links.
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
 * Which of the links comes next.
 * @param {number} present the place of the focused one, -1 for none
 * @param {number} count how many there are
 * @param {string} key the key that was pressed
 * @returns {number} the place to go to, -1 for the box
 */
export function next(present, count, key) {
  if (key === "ArrowDown") return Math.min(present + 1, count - 1);
  return Math.max(present - 1, -1);
}

/**
 * Listens on behalf of one search box.
 * @param {HTMLInputElement} box
 */
function attach(box) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !isTyping(event.target)) {
      event.preventDefault();
      box.focus();
      box.select();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const links = [...document.querySelectorAll('[data-part="hits"] a')];
    const present = links.indexOf(document.activeElement);
    if (!links.length || (present < 0 && document.activeElement !== box)) return;
    event.preventDefault();
    const place = next(present, links.length, event.key);
    (place < 0 ? box : links[place]).focus();
  });
}

for (const box of document.querySelectorAll('[data-module="search"]')) attach(box);
