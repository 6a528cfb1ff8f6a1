// The frame around every screen: band with name and help, the screen itself, its buttons at one place, the footer.
import { languages, t } from "../words.js";
import { button, drawing, element } from "./element.js";
import { mark } from "./tiles.js";

/** How long the lotus is held for the staff corner, in ms: longer than any touch by accident. */
const LONG_PRESS = 1200;

/**
 * Build the frame into an element, which it owns from now on.
 * @param {HTMLElement} root
 * @param {{read: () => void, enlarge: () => void, speak: (language: string) => void}} actions Of the band's buttons.
 */
export function createFrame(root, actions) {
  const band = element("header", { class: "band" });
  const screen = element("div", { class: "screen" });
  const bar = element("div", { class: "bar" });
  const main = element("main", { class: "stage" }, screen, bar);
  const foot = element("footer", { class: "foot" });
  root.replaceChildren(band, main, foot);
  guardAgainstDoubleTaps(main, screen);
  const shown = { band: "", foot: "" };

  return {
    /**
     * Show the band. What has the focus there keeps it.
     * @param {object} bundle
     * @param {{language: string, isLarge: boolean, reading: boolean|null}} state `reading`: is it being read
     *   aloud; null where no voice can read.
     */
    drawBand(bundle, state) {
      // Most screens leave it as it is: drawing it again would cost a slow tablet time it needs for the screen.
      const wanted = JSON.stringify([bundle.office, bundle.unit, bundle.counter, state]);
      if (wanted === shown.band) return;
      shown.band = wanted;
      const focused = [...band.querySelectorAll("button")].indexOf(document.activeElement);
      band.replaceChildren(lotus(), placeOf(bundle), help(state, actions));
      if (focused >= 0) band.querySelectorAll("button")[focused]?.focus({ preventScroll: true });
    },
    /**
     * Show a screen and take the focus to its heading, so that it is announced.
     * @param {string} name Class of its look.
     * @param {{heading: string, hint?: string, sign?: string, parts: Array<HTMLElement|null>}} drawn
     * @param {HTMLElement[]} [buttons] Of the bar; none hides it.
     */
    show(name, { heading, hint, sign, parts }, buttons = []) {
      root.dataset.screen = name;
      const title = element("h1", { id: "heading", tabindex: -1, text: heading });
      const below = hint ? element("p", { class: "hint", text: hint }) : null;
      screen.className = `screen ${name}`;
      screen.replaceChildren(...[sign ? drawing(sign) : null, title, below, ...parts].filter(Boolean));
      screen.scrollTop = 0;
      bar.replaceChildren(...buttons);
      bar.hidden = buttons.length === 0;
      // In a frame of the desk's page it takes the focus only while somebody is working in it.
      if (self === top || document.hasFocus()) title.focus({ preventScroll: true });
      return title;
    },
    /** Does the screen hold more than it can show at once? */
    get isTooFull() {
      return screen.scrollHeight > screen.clientHeight + 1;
    },
    /** Show the footer: what has to be read before anything is touched, and where answers are. */
    drawFoot(name, { help_phone: phone }) {
      const wanted = `${document.documentElement.lang} ${name === "attract" && phone}`;
      if (wanted === shown.foot) return;
      shown.foot = wanted;
      const words = element("span", {}, t("frame.nameless"), element("br"), t("frame.unseen"));
      const privacy = element("p", { class: "privacy" }, drawing("lock"), words);
      const isHelp = name === "attract" && phone;
      const note = isHelp ? t("attract.help", { phone }) : t("frame.storing");
      foot.replaceChildren(privacy, element("p", { class: "storing", text: note }));
    },
  };
}

/** The second half of a double tap is not meant for the screen that came up in between. */
function guardAgainstDoubleTaps(main, screen) {
  let touched = null;
  const guard = (event) => {
    const shown = screen.firstElementChild;
    if (event.detail > 1 && touched !== shown) event.stopPropagation();
    else touched = shown;
  };
  main.addEventListener("click", guard, { capture: true });
}

/** The lotus: held down it opens the staff corner. @returns {HTMLButtonElement} */
export function lotus() {
  let timer = null;
  const begin = () => {
    timer ??= setTimeout(() => document.dispatchEvent(new CustomEvent("staff")), LONG_PRESS);
  };
  const end = () => {
    clearTimeout(timer);
    timer = null;
  };
  const hold = { pointerdown: begin, pointerup: end, pointerleave: end, pointercancel: end };
  const keys = { keydown: ({ key }) => (key === "Enter" || key === " ") && begin(), keyup: end, blur: end };
  return button({ class: "lotus", "aria-label": t("frame.staff"), ...hold, ...keys }, drawing("lotus"));
}

/** Office, unit and counter, as the band shows them. @param {object} bundle @returns {HTMLElement} */
export function placeOf({ office, unit, counter }) {
  const where = [unit === office ? null : unit, counter?.name].filter(Boolean);
  const parts = where.map((part) => element("span", { text: part }));
  return element("p", { class: "place" }, element("b", { text: office }), ...parts);
}

function help({ language, isLarge, reading }, { read, enlarge, speak }) {
  const list = element("div", { class: "help", role: "group", "aria-label": t("frame.help") });
  if (reading !== null) {
    const voice = button({ "data-voice": true, click: read }, drawing("speaker"), element("span", { text: t("frame.read") }));
    mark(voice, reading);
    list.append(voice);
  }
  const large = button({ text: t("frame.large"), click: enlarge });
  mark(large, isLarge);
  list.append(large);
  for (const code of languages().filter((one) => one !== language)) {
    list.append(button({ lang: code, text: nameOf(code), click: () => speak(code) }));
  }
  return list;
}

/** A language's name in itself: «Tiếng Việt», "English". */
function nameOf(code) {
  const name = new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}
