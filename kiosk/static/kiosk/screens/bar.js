// The bar below every step: back, progress, «Bỏ qua», «Xong», each always at the same place.
import { t, wording } from "../words.js";
import { button, drawing, element } from "./element.js";

/**
 * Build the bar of a step.
 * @param {{visit: object, at: number, count: number}} where `at` counts from 0.
 * @param {{back: () => void, next: () => void, done: () => void}} actions
 * @returns {{buttons: HTMLElement[], show: (isGiven: boolean) => void}} `show`: once something is given, «Bỏ qua»
 *   says «Tiếp tục».
 */
export function createBar({ visit, at, count }, { back, next, done }) {
  const skip = button({ class: "secondary skip", click: next });
  const buttons = [
    button({ class: "back", disabled: at === 0 && visit.hasAnswers, click: back }, drawing("back"), element("span", { text: t("step.back") })),
    progress(visit, at, count),
    skip,
    button({ class: "secondary done", text: t("step.done"), click: done }),
  ];
  const show = (isGiven) => {
    skip.textContent = isGiven ? t("step.next") : t("step.skip");
    skip.className = isGiven ? "primary skip" : "secondary skip";
  };
  return { buttons, show };
}

function progress({ lead, given }, at, count) {
  const step = element("b", { text: t("step.progress", { number: at + 1, count }) });
  const [level] = lead ? given(lead.code) : [];
  if (!level || at === 0) return element("p", { class: "progress" }, step);
  const taken = wording(lead.options.find(({ code }) => code === level));
  const words = element("span", { text: t("step.recorded", { level: taken }) });
  return element("p", { class: "progress" }, drawing(`face-${level}`), element("span", {}, step, words));
}
