// Questions of an interview: one group on a screen, each kind with its own large targets; any may be left out.
import { choices } from "../screens/tiles.js";
import { element } from "../screens/element.js";
import { t, wording } from "../words.js";

/**
 * Draw a group.
 * @param {{questions: object[]}} group
 * @param {{paper: object, changed: () => void}} context `changed`: something was answered or taken back.
 * @returns {{parts: HTMLElement[], leave: () => boolean}} `leave` is asked before another screen comes; false stays,
 *   with the focus where something has to be put right.
 */
export function drawGroup({ questions }, { paper, changed }) {
  const rows = questions.map((question) => row(question, { paper, changed }));
  return {
    parts: rows.map(({ part }) => part),
    leave: () => rows.every(({ isRight }) => isRight()),
  };
}

/** @param {object} question @param {object} paper @returns {string} What was answered, in words; "" for nothing. */
export function answered(question, paper) {
  if (question.kind === "text" || question.kind === "number") return paper.written(question.code);
  const chosen = question.options.filter(({ code }) => paper.given(question.code).includes(code));
  return chosen.map(wording).join("; ");
}

function row(question, { paper, changed }) {
  const id = `q-${question.code}`;
  const words = element("h2", { id, text: wording(question) });
  const field = DRAWN[question.kind] ?? chosen;
  const { parts, isRight } = field(question, { id, paper, changed });
  return { part: element("section", { class: `asked ${question.kind}`, "aria-labelledby": id }, words, ...parts), isRight };
}

const DRAWN = { number, text };

function chosen(question, { id, paper, changed }) {
  const hint = question.kind === "multi" ? element("p", { class: "hint", text: t("interview.several") }) : null;
  const tiles = choices(question, { visit: paper, labelled: id, chosen: changed });
  return { parts: [hint, tiles], isRight: () => true };
}

function number(question, { id, paper, changed }) {
  const limits = { low: question.low ?? 0, high: question.high };
  const isWhole = (said) => /^\d{1,9}$/.test(said) && Number(said) >= limits.low && Number(said) <= limits.high;
  const field = element("input", { class: "number", inputmode: "numeric", maxlength: 9, ...common(id) });
  return written(question, field, {
    paper,
    changed,
    hint: t("interview.number", limits),
    wrong: (said) => (said && !isWhole(said) ? t("interview.number_wrong", limits) : ""),
  });
}

function text(question, { id, paper, changed }) {
  const most = question.high ?? 300;
  const field = element("textarea", { rows: 3, ...common(id) });
  return written(question, field, {
    paper,
    changed,
    hint: t("interview.no_names"),
    wrong: (said) => ([...said].length > most ? t("interview.text_wrong", { count: most }) : ""),
  });
}

/** Neither browser nor keyboard may keep a word of it for the next person. */
function common(id) {
  const parts = `${id}-hint ${id}-wrong`;
  return { id: `${id}-field`, autocomplete: "off", autocorrect: "off", spellcheck: "false", "aria-labelledby": id, "aria-describedby": parts };
}

function written(question, field, { paper, changed, hint, wrong }) {
  const id = `q-${question.code}`;
  const told = element("p", { id: `${id}-hint`, class: "hint", text: hint });
  const error = element("p", { id: `${id}-wrong`, class: "wrong", role: "alert" });
  field.value = paper.written(question.code);
  const take = () => {
    const said = field.value.trim();
    if (!wrong(said)) {
      paper.write(question, said);
      show("");
    }
    changed();
  };
  const show = (sentence) => {
    error.textContent = sentence;
    field.setAttribute("aria-invalid", String(sentence !== ""));
  };
  field.addEventListener("input", take);
  const isRight = () => {
    const sentence = wrong(field.value.trim());
    show(sentence);
    if (sentence) field.focus();
    return sentence === "";
  };
  return { parts: [told, field, error], isRight };
}
