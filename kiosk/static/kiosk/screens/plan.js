// The plan of a visit: which steps a questionnaire makes, in order, and how many questions fit on one of them.
import { levels } from "./tiles.js";

/** No page of criteria asks for more at once. */
const MOST_CRITERIA = 5;
/** Kinds of questions that have a page each. */
const ALONE = ["multi", "number", "text"];
/** «Chữ to», as kiosk.css has it. */
const LARGE = 1.3;

/**
 * How much room a step has, in the chosen letter size: a first guess, which `tighter` corrects.
 * @returns {{criteria: number, facts: number}} Questions that fit on a page.
 */
export function room() {
  const unit = document.documentElement.classList.contains("large") ? LARGE : 1;
  const [width, height] = [innerWidth / unit, innerHeight / unit];
  const isWide = innerWidth > innerHeight;
  // Band, bar and foot of the page, and the heading above the choices.
  const left = height - (isWide ? 340 : 400);
  const criteria = Math.floor(left / (isWide ? 112 : 175));
  const facts = Math.max(1, Math.floor(left / 125)) * (width > 900 || isWide ? 2 : 1);
  return { criteria: Math.min(MOST_CRITERIA, Math.max(1, criteria)), facts };
}

/** The same with one question less on each page like this; null when it has only one. */
export function tighter(space, { name, questions }) {
  return questions.length > 1 && name in space ? { ...space, [name]: questions.length - 1 } : null;
}

/**
 * The steps of a visit, given what was answered so far.
 * @param {object} visit
 * @param {{criteria: number, facts: number}} space From `room`.
 * @returns {Array<{name: string, questions: object[]}>}
 */
export function plan(visit, space) {
  const { bundle, lead } = visit;
  // Before the first face the praise stands for both lists, of which only one will be asked.
  const assumed = lead ? { [lead.code]: [levels(lead)[0].code] } : {};
  const asked = bundle.questionnaire.questions.filter((one) => one !== lead && visit.applies(one, assumed));
  const steps = lead ? [{ name: "rating", questions: [lead] }] : [];
  if (!lead && bundle.fields.length > 1) steps.push({ name: "fields", questions: [] });
  for (const group of alike(asked)) steps.push(...pages(group, space, lead !== null));
  if (bundle.settings.asks_comment) steps.push({ name: "comment", questions: [] });
  steps.push({ name: "pressed", questions: [] });
  return steps;
}

/** Neighbours of one kind, asked about the same, none of which depends on another: those may share a page. */
function alike(questions) {
  const groups = [];
  for (const question of questions) {
    const [first] = groups.at(-1) ?? [];
    const isAlike = first && first.kind === question.kind && isPersonal(first) === isPersonal(question);
    const depends = groups.at(-1)?.some(({ code }) => code === question.condition?.question);
    if (isAlike && !depends && !ALONE.includes(question.kind)) groups.at(-1).push(question);
    else groups.push([question]);
  }
  return groups;
}

function pages(group, space, hasLead) {
  const [{ kind }] = group;
  if (kind === "number") return [{ name: "number", questions: group }];
  if (kind === "text") return [{ name: "words", questions: group }];
  if (kind === "multi") return [{ name: "reasons", questions: group }];
  if (kind === "choice") return chunks(group, space.facts, "facts");
  if (hasLead && group.length === 1) return [{ name: "level", questions: group }];
  // The officer's card takes about one criterion's place.
  return chunks(group, Math.max(1, space.criteria - (isPersonal(group[0]) ? 1 : 0)), "criteria");
}

/** Pages as even as they can be: three and two rather than four and one. */
function chunks(group, most, name) {
  const count = Math.ceil(group.length / most);
  return Array.from({ length: count }, (_, page) => ({
    name,
    questions: group.slice(Math.round((page * group.length) / count), Math.round(((page + 1) * group.length) / count)),
  }));
}

/** Is it about the officer at the counter? */
export function isPersonal(question) {
  return question.scope === "officer";
}
