// What a finger touches: faces, options, chips. Each is a button that says whether it is chosen; none is ever preselected.
import { wording } from "../words.js";
import { button, drawing, element } from "./element.js";

const NOT_APPLICABLE = "0";

/** @param {object} question @returns {object[]} Its levels, best first: left to right, top to bottom. */
export function levels(question) {
  return question.options.filter(({ code }) => code !== NOT_APPLICABLE).reverse();
}

/**
 * Return the buttons of a question.
 * @param {object} question
 * @param {{visit: object, labelled: string, chosen: () => void}} context `labelled`: id of the text that names the
 *   group; `chosen` is called after a touch.
 * @returns {HTMLElement}
 */
export function choices(question, { visit, labelled, chosen }) {
  const isLevel = question.kind === "level";
  const options = isLevel ? levels(question) : question.options;
  if (isLevel) options.push(...question.options.filter(({ code }) => code === NOT_APPLICABLE));
  const group = element("div", { class: `choices ${question.kind}`, role: "group", "aria-labelledby": labelled });
  const buttons = options.map((option) => {
    const words = element("span", { text: wording(option) });
    const sign = isLevel ? face(option) : tick(question);
    const click = () => {
      visit.choose(question, option.code);
      show();
      chosen();
    };
    return button({ class: isLevel && !sign ? "tile plain" : "tile", value: option.code, click }, sign, words);
  });
  const show = () => {
    for (const one of buttons) mark(one, visit.given(question.code).includes(one.value));
  };
  show();
  group.append(...buttons);
  return group;
}

/** Say for eye and ear whether a button is chosen. @param {HTMLElement} touched @param {boolean} isChosen */
export function mark(touched, isChosen) {
  touched.setAttribute("aria-pressed", String(isChosen));
}

/** What is read aloud of a group: each button's words. @param {HTMLElement} group */
export function passages(group) {
  return [...group.querySelectorAll("button")].map((one) => ({ text: one.textContent, element: one }));
}

function face({ code }) {
  return code === NOT_APPLICABLE ? null : drawing(`face-${code}`);
}

function tick({ kind }) {
  return element("i", { class: kind === "multi" ? "box" : "box round" }, drawing("tick"));
}
