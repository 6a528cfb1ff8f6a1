// The screens while nobody answers: the invitation in opening hours, the dark clock outside them.
import { now } from "../clock.js";
import { localTime } from "../hours.js";
import { t } from "../words.js";
import { button, drawing, element } from "./element.js";

const FACES = [5, 4, 3, 2, 1];
/** The clock wanders over the dark screen, so that it burns into none. */
const PLACES = 8;

/**
 * The invitation. Wherever it is touched, the questions begin.
 * @param {{bundle: object, begin: () => void}} context
 * @returns {{heading: string, parts: HTMLElement[], passages: object[]}}
 */
export function attract({ bundle, begin }) {
  const faces = element("div", { class: "faces", "aria-hidden": "true" });
  faces.append(...FACES.map((level) => drawing(`face-${level}`)));
  const start = button({ class: "primary", text: t("attract.start"), click: begin });
  const hours = element("p", { class: "hours", text: opening(bundle.hours) });
  // The whole screen is one target; keyboard and screen reader have the button.
  const everywhere = element("div", { class: "everywhere", click: begin });
  const passages = [start, hours].map((one) => ({ text: one.textContent, element: one }));
  return { heading: t("attract.invite"), hint: t("attract.anonymous"), parts: [faces, start, hours, everywhere], passages };
}

function opening({ morning, afternoon, last_weekday: last }) {
  const plain = ([from, to]) => `${from.replace(/^0/, "")}–${to.replace(/^0/, "")}`;
  return t("attract.hours", { days: t(`attract.days_${last}`), hours: [morning, afternoon].filter(Boolean).map(plain).join(", ") });
}

/**
 * The dark screen with the time of day; a touch wakes it.
 * @param {{bundle: object, wake: () => void}} context
 * @returns {{heading: string, parts: HTMLElement[], passages: object[], tick: () => void}}
 */
export function sleep({ bundle, wake }) {
  const time = element("time", {});
  const start = button({ class: "dark", click: wake }, time, element("span", { text: t("sleep.wake") }));
  const tick = () => {
    const moment = now();
    time.textContent = localTime(bundle, moment);
    const place = Math.floor(moment / 60000) % PLACES;
    start.style.setProperty("--across", `${(place % 3) - 1}`);
    start.style.setProperty("--down", `${((place * 5) % PLACES) / 4 - 1}`);
  };
  tick();
  return { heading: t("sleep.closed"), parts: [start], passages: [], tick };
}
