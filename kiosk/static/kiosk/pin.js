// PIN: lets staff into their corner; every wrong PIN makes the next try wait longer.
import { isPin } from "./keys.js";
import { button, element } from "./screens/element.js";
import { get, put } from "./store.js";
import { t } from "./words.js";

/** Wrong PINs without a wait, the first wait and the longest one in seconds. */
const FREE = 2;
const FIRST_WAIT = 5;
const LONGEST_WAIT = 600;
const LONGEST_PIN = 12;
const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];

/** @param {number} failures Wrong PINs in a row. @returns {number} Seconds until the next try. */
export function waitAfter(failures) {
  return failures < FREE ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - FREE));
}

/**
 * Show the keypad.
 * @param {HTMLElement} panel
 * @param {{pin: object, why?: string, close: () => void, admit: () => void}} way `pin` as in the bundle's settings;
 *   `why` stands above it; `admit` is called once, after the right PIN.
 */
export async function askPin(panel, { pin, why = "", close, admit }) {
  let typed = "";
  const dots = element("output", { class: "pin-dots", "aria-label": t("staff.pin") });
  const error = element("p", { class: "corner-error", role: "alert" });
  const open = button({ class: "corner-primary", text: t("staff.open"), click: attempt });
  const keys = DIGITS.map((digit) => button({ class: "pin-key", text: digit, click: () => type(digit) }));
  const erase = button({ class: "pin-key", text: t("staff.erase"), click: () => show("") });
  const pad = element("div", { class: "pin-pad" }, ...keys, erase);
  panel.replaceChildren(
    element("h2", { text: t("staff.title") }),
    ...(why ? [element("p", { text: why })] : []),
    element("p", { text: t("staff.pin") }),
    dots,
    error,
    pad,
    open,
    button({ class: "corner-action", text: t("staff.close"), click: close }),
  );
  panel.onkeydown = ({ key }) => (DIGITS.includes(key) ? type(key) : key === "Backspace" && show(typed.slice(0, -1)));
  // Starting the app again does not shorten the wait, nor does moving its clock.
  await hold(waitAfter((await get("progress", "pin"))?.failures ?? 0));

  function type(digit) {
    if (!open.disabled && typed.length < LONGEST_PIN) show(typed + digit);
  }

  function show(text) {
    typed = text;
    dots.textContent = "●".repeat(typed.length);
  }

  async function attempt() {
    if (open.disabled || !typed) return;
    const guess = typed;
    show("");
    open.disabled = true;
    const before = (await get("progress", "pin"))?.failures ?? 0;
    // Noted first: pulling the plug during the check gains no try.
    await put("progress", { name: "pin", failures: before + 1 });
    if (await isPin(guess, pin)) {
      await put("progress", { name: "pin", failures: 0 });
      panel.onkeydown = null;
      admit();
    } else await hold(waitAfter(before + 1), t("staff.wrong_now"));
  }

  async function hold(seconds, sentence = "") {
    open.disabled = seconds > 0;
    error.textContent = seconds ? t("staff.wrong", { seconds }) : sentence;
    for (let left = seconds; left > 0 && panel.isConnected; left -= 1) {
      error.textContent = t("staff.wrong", { seconds: left });
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    open.disabled = false;
    if (seconds) error.textContent = "";
  }
}
