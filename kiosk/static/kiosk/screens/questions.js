// The steps that ask: one face, pages of criteria, reasons or praise, facts.
import { t, wording } from "../words.js";
import { element } from "./element.js";
import { fieldChips, officerCard } from "./place.js";
import { isPersonal } from "./plan.js";
import { choices, passages } from "./tiles.js";

/**
 * @typedef {object} Context
 * @property {object} visit
 * @property {{name: string, questions: object[]}} step
 * @property {() => void} chosen Something of this step was chosen or taken back.
 * @property {() => void} next Go on to the next step.
 * @property {() => void} keep Write the rating.
 */
/**
 * @typedef {object} Drawn
 * @property {string} heading The screen's h1, which has the id "heading".
 * @property {HTMLElement[]} parts
 * @property {Array<{text: string, element?: Element}>} passages What is read aloud after the heading.
 * @property {() => boolean} [leave] Asked before «Tiếp tục» or «Xong»; false stays.
 */

/** The first question: officer, fields, five faces. @param {Context} context @returns {Drawn} */
export function rating({ visit, step, next, keep }) {
  const [question] = step.questions;
  const faces = choices(question, { visit, labelled: "heading", chosen: () => (keep(), next()) });
  const fields = fieldChips(visit);
  const parts = [element("div", { class: "about" }, officerCard(visit), fields), faces];
  return { heading: wording(question), parts, passages: [...passages(faces), ...(fields ? passages(fields) : [])] };
}

/** The fields alone, where no single question opens the questionnaire. @param {Context} context @returns {Drawn} */
export function fields({ visit, chosen }) {
  const chips = fieldChips(visit, chosen);
  const isGiven = () => visit.field !== null;
  return { heading: t("rating.fields"), parts: [chips], passages: passages(chips), isGiven };
}

/** One more question with five faces, such as the officer's. @param {Context} context @returns {Drawn} */
export function level({ visit, step, next, keep }) {
  const [question] = step.questions;
  const faces = choices(question, { visit, labelled: "heading", chosen: () => (keep(), next()) });
  const about = isPersonal(question) ? element("div", { class: "about" }, officerCard(visit)) : null;
  return { heading: wording(question), parts: [about, faces], passages: passages(faces) };
}

/** Several criteria on a page. @param {Context} context @returns {Drawn} */
export function criteria({ visit, step, chosen, keep }) {
  const taken = () => {
    if (!visit.isKept) keep();
    chosen();
  };
  const [about, read] = [isPersonal(step.questions[0]) ? officerCard(visit) : null, []];
  const rows = step.questions.map((question) => row(question, { visit, chosen: taken, read }));
  const leave = () => {
    keep();
    return true;
  };
  const list = element("div", { class: "criterion-list" }, ...rows);
  return { heading: t("choices.criteria"), parts: [about, list], passages: read, leave };
}

/** Reasons or praise: one or more. @param {Context} context @returns {Drawn} */
export function reasons({ visit, step, chosen }) {
  const [question] = step.questions;
  const options = choices(question, { visit, labelled: "heading", chosen });
  const hint = t("choices.one_or_more");
  return { heading: wording(question), hint, parts: [options], passages: passages(options) };
}

/** Facts: short questions with one answer each. @param {Context} context @returns {Drawn} */
export function facts({ visit, step, chosen }) {
  const read = [];
  const rows = step.questions.map((question) => row(question, { visit, chosen, read }));
  const list = element("div", { class: "fact-list" }, ...rows);
  return { heading: t("choices.facts"), hint: t("choices.may_skip"), parts: [list], passages: read };
}

/** A question with its choices; what is to be read of it joins `read`. */
function row(question, { visit, chosen, read }) {
  const id = `q-${question.code}`;
  const words = element("h2", { id, text: wording(question) });
  const options = choices(question, { visit, labelled: id, chosen });
  read.push({ text: words.textContent, element: words }, ...passages(options));
  return element("section", { class: "row", "aria-labelledby": id }, words, options);
}
