// The frame of interviews: where this phone is and for which hamlet it asks, the screen, its buttons, what waits.
import { lotus } from "../screens/frame.js";
import { createKeyboard } from "../screens/keyboard.js";
import { element } from "../screens/element.js";
import { t } from "../words.js";

/** @param {HTMLElement} root Owned by the frame from now on. */
export function createFrame(root) {
  const place = element("p", { class: "place" });
  const act = element("div", { class: "help" });
  const screen = element("div", { class: "screen" });
  const bar = element("div", { class: "bar" });
  const waiting = element("p", { role: "status" });
  const foot = element("footer", { class: "foot" }, waiting);
  const band = element("header", { class: "band" }, lotus(), place, act);
  root.classList.add("asking");
  root.replaceChildren(band, element("main", { class: "stage" }, screen, bar), foot);
  const keyboard = createKeyboard(root);

  return {
    /**
     * Show a screen and take the focus to its heading.
     * @param {string} name
     * @param {{heading: string, parts: Array<Node|null>, buttons?: HTMLElement[], action?: HTMLElement|null}} drawn
     *   `action` stands in the band.
     */
    show(name, { heading, parts, buttons = [], action = null }) {
      keyboard.reset();
      root.dataset.screen = name;
      const title = element("h1", { id: "heading", tabindex: -1, text: heading });
      screen.className = `screen ${name}`;
      screen.replaceChildren(title, ...parts.filter(Boolean));
      screen.scrollTop = 0;
      bar.replaceChildren(...buttons);
      bar.hidden = buttons.length === 0;
      act.replaceChildren(...(action ? [action] : []));
      title.focus({ preventScroll: true });
    },
    /** Say where: the hamlet is to be seen on every screen. @param {object} bundle @param {object|null} hamlet */
    locate({ office }, hamlet) {
      const large = element("b", { text: hamlet?.name ?? t("interview.no_hamlet") });
      place.replaceChildren(large, element("span", { text: office }));
    },
    /**
     * Say what waits, what was refused, and whether the office was reached.
     * @param {{queue: number, shelf: number, online: boolean}} state
     */
    tell({ queue, shelf, online }) {
      const waits = queue ? t("interview.unsent", { count: queue }) : t("interview.all_sent");
      const refused = shelf ? t("interview.refused", { count: shelf }) : "";
      // «Everything is sent» would hide that something was sent and not taken.
      const parts = shelf && !queue ? [refused] : [waits, refused];
      const said = [...parts, t(online ? "interview.online" : "interview.offline")].filter(Boolean).join(" · ");
      if (waiting.textContent !== said) waiting.textContent = said;
    },
  };
}
