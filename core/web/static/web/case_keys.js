/**
 * Keys of the inbox: j and k go down and up, o opens, x ticks, a gives the case to somebody, / searches the cases,
 * ? shows the keys. They can be switched off. Without this file the tabulator leads through the same links.
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

/** Opens the focused case. */
function open() {
  const address = document.activeElement?.matches("a.case") && document.activeElement.href;
  if (address) location.assign(address);
}

/** Ticks the focused case, or takes the tick away. */
function tick() {
  document.activeElement?.closest("li")?.querySelector(".tick input")?.click();
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

const DEEDS = { j: () => go("j"), k: () => go("k"), o: open, x: tick, a: assign, "/": find, "?": explain };

const SWITCHED_OFF = "langnghe-keys-off";

/**
 * Did somebody switch the keys off in this browser?
 * @returns {boolean}
 */
function isOff() {
  try {
    return localStorage.getItem(SWITCHED_OFF) === "1";
  } catch {
    return false;
  }
}

/** Shows the switch, which needs this file, and lets it hold in this browser. */
function offerTheSwitch() {
  const choice = document.querySelector('[data-part="keys-choice"]');
  const box = choice?.querySelector('[data-part="keys-on"]');
  if (!box) return;
  choice.hidden = false;
  box.checked = !isOff();
  box.addEventListener("change", () => {
    try {
      if (box.checked) localStorage.removeItem(SWITCHED_OFF);
      else localStorage.setItem(SWITCHED_OFF, "1");
    } catch {
      // A browser that stores nothing keeps the keys on.
      box.checked = true;
    }
  });
}

offerTheSwitch();

// In the capture phase: here / means the cases, before the desk's own box takes it.
document.addEventListener(
  "keydown",
  (event) => {
    const deed = DEEDS[event.key];
    if (!deed || isOff() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    deed();
  },
  { capture: true },
);
