// Whom and what the answer is about: the officer on duty, with the way out of it, and the fields of the counter.
import { t } from "../words.js";
import { button, element } from "./element.js";
import { mark } from "./tiles.js";

/**
 * Return the card of the officer on duty, or null when the roster names nobody.
 * @param {object} visit
 * @returns {HTMLElement|null}
 */
export function officerCard(visit) {
  const { officer } = visit;
  if (!officer) return null;
  const about = element("small", {});
  const apart = button({ class: "quiet", text: t("rating.not_this_person"), click: disclaim });
  const card = element(
    "div",
    { class: "officer" },
    portrait(officer),
    element("p", {}, element("span", {}, `${t("rating.officer")} `, element("b", { text: officer.officer })), about),
    apart,
  );
  function disclaim() {
    visit.isDisclaimed = !visit.isDisclaimed;
    show();
  }
  function show() {
    mark(apart, visit.isDisclaimed);
    card.classList.toggle("apart", visit.isDisclaimed);
    about.textContent = visit.isDisclaimed ? t("rating.not_counted") : officer.title;
  }
  show();
  return card;
}

/** The photo, or the first letter of the given name, which a Vietnamese name has last. */
function portrait({ photo, officer }) {
  if (photo) return element("img", { class: "portrait", src: photo, alt: "" });
  const given = officer.trim().split(/\s+/).at(-1) ?? "";
  return element("i", { class: "portrait", "aria-hidden": "true", text: [...given][0]?.toLocaleUpperCase("vi") ?? "" });
}

/**
 * Return the fields of the counter to choose one from, which may be left out; null when there is no choice.
 * @param {object} visit
 * @param {() => void} [chosen] Called after a touch.
 * @returns {HTMLElement|null}
 */
export function fieldChips(visit, chosen = () => {}) {
  const { fields } = visit.bundle;
  if (fields.length < 2) return null;
  const legend = element("p", { id: "fields", class: "legend" }, `${t("rating.fields")} `);
  legend.append(element("span", { text: t("rating.may_skip") }));
  const chips = fields.map((field) => {
    const click = () => {
      visit.field = visit.field === field.id ? null : field.id;
      show();
      chosen();
    };
    const name = field.is_other ? t("rating.other_field") : field.name;
    return button({ class: "chip", value: field.id, click }, element("span", { text: name }));
  });
  const show = () => chips.forEach((chip) => mark(chip, String(visit.field) === chip.value));
  show();
  const group = element("div", { class: "chips", role: "group", "aria-labelledby": "fields" }, ...chips);
  return element("div", { class: "field-choice" }, legend, group);
}
