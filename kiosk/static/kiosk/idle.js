// Idle: nobody touches the screen; asks whether more time is needed, gives it as often as wanted, then ends the visit.
import { button, element } from "./screens/element.js";
import { createRing } from "./screens/ring.js";
import { t } from "./words.js";

/** Seconds (ux/tablet.md): without touch until the question; the question's own; what «Cần thêm thời gian» gives. */
export const QUIET = 25;
export const WARNING = 15;
export const MORE = 60;
const TICK = 250;
/** Who cannot see the ring hears how much is left. */
const ANNOUNCED = [10, 5];
const SIGNS = ["pointerdown", "keydown", "input", "wheel"];

const seconds = () => performance.now() / 1000;

/**
 * Watch over a visit.
 * @param {HTMLElement} root Where the question is shown.
 * @param {{explain: () => string, ended: (reason: "late"|"done") => void, isBusy?: () => boolean}} actions
 *   `explain` says what happens to the answers; `ended`: time is up, or «Tôi xong rồi»; `isBusy`: somebody is
 *   being read to and therefore not idle.
 * @returns {{start: () => void, stop: () => void}}
 */
export function createIdle(root, { explain, ended, isBusy = () => false }) {
  let timer = null;
  let deadline = 0;
  let question = null;

  const moved = () => {
    if (!question) deadline = Math.max(deadline, seconds() + QUIET);
  };
  function start() {
    stop();
    deadline = seconds() + QUIET;
    for (const sign of SIGNS) document.addEventListener(sign, moved, { capture: true, passive: true });
    timer = setInterval(look, TICK);
  }
  function stop() {
    clearInterval(timer);
    timer = null;
    for (const sign of SIGNS) document.removeEventListener(sign, moved, { capture: true });
    close();
  }
  function look() {
    if (question) return count();
    if (isBusy()) moved();
    if (seconds() >= deadline) ask();
  }
  function ask() {
    deadline = seconds() + WARNING;
    question = showQuestion(root, { text: explain(), more, done: () => end("done") });
    question.show(WARNING);
  }
  function count() {
    const left = deadline - seconds();
    if (left <= 0) return end("late");
    question.show(left);
  }
  function more() {
    close();
    deadline = seconds() + MORE;
  }
  function end(reason) {
    stop();
    ended(reason);
  }
  function close() {
    question?.close();
    question = null;
  }
  return { start, stop };
}

/** Show the question over everything else; what was focused before gets the focus back. */
function showQuestion(root, { text, more, done }) {
  const before = document.activeElement;
  const ring = createRing("large");
  const said = element("p", { class: "vh", role: "status" });
  const longer = button({ class: "primary", text: t("idle.more"), click: more });
  const dialog = element(
    "dialog",
    { class: "idle", role: "alertdialog", "aria-labelledby": "idle-title", "aria-describedby": "idle-text" },
    ring.element,
    element("h2", { id: "idle-title", text: t("idle.title") }),
    element("p", { id: "idle-text", text }),
    element("div", { class: "pair" }, longer, button({ class: "secondary", text: t("idle.done"), click: done })),
    said,
  );
  // Esc and a touch beside the question come from somebody who is still here.
  dialog.addEventListener("cancel", (event) => (event.preventDefault(), more()));
  dialog.addEventListener("pointerdown", (event) => event.target === dialog && more());
  root.append(dialog);
  dialog.showModal();
  longer.focus();
  const unsaid = [...ANNOUNCED];
  return {
    show(left) {
      ring.show(left, WARNING);
      if (left > (unsaid[0] ?? -1)) return;
      said.textContent = t("idle.left", { count: unsaid.shift() });
    },
    close() {
      dialog.remove();
      if (before?.isConnected) before.focus({ preventScroll: true });
    },
  };
}
