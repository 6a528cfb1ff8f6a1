// The steps that ask for a number or for a few words; both may be left out.
import { t, wording } from "../words.js";
import { officerCard } from "./place.js";
import { element } from "./element.js";
import { isPersonal } from "./plan.js";

/** A whole number, typed with the tablet's own digits. @param {object} context @returns {object} */
export function number({ visit, step, chosen }) {
  const [question] = step.questions;
  const { low, high } = question;
  const [digits] = visit.given(question.code);
  const field = element("input", { ...typed(), inputmode: "numeric", maxlength: String(high).length, input: chosen });
  field.value = digits ?? "";
  const isFitting = () => /^[0-9]+$/.test(field.value) && Number(field.value) >= low && Number(field.value) <= high;
  return drawn(visit, question, {
    field,
    hint: t("written.number", { low, high }),
    leave(said) {
      field.value = field.value.trim();
      if (field.value && !isFitting()) return wrong(field, said, t("written.wrong", { low, high }));
      visit.write(question, field.value && String(Number(field.value)));
      return true;
    },
  });
}

/** A few words. @param {object} context @returns {object} */
export function words({ visit, step, chosen }) {
  const [question] = step.questions;
  const most = question.high;
  const field = element("textarea", { ...typed(), rows: 3, input });
  // Somebody who comes back to the text has not finished it.
  field.value = visit.unfinished.get(question.code) ?? "";
  visit.texts.delete(question.code);
  function input() {
    visit.unfinished.set(question.code, field.value);
    chosen();
  }
  return drawn(visit, question, {
    field,
    hint: t("written.words", { count: most }),
    leave(said) {
      const text = field.value.trim();
      const surplus = [...text].length - most;
      if (surplus > 0) return wrong(field, said, t("comment.too_long", { count: surplus }));
      if (text) visit.texts.set(question.code, text);
      return true;
    },
  });
}

// No name, no memory: neither browser nor keyboard may keep anything of it for the next person.
const typed = () => ({
  class: "typed",
  autocomplete: "off",
  autocorrect: "off",
  spellcheck: "false",
  "aria-labelledby": "heading",
  "aria-describedby": "written-hint written-state",
});

function drawn(visit, question, { field, hint, leave }) {
  const below = element("p", { id: "written-hint", text: hint });
  const said = element("p", { id: "written-state", class: "state wrong", role: "status" });
  return {
    heading: wording(question),
    parts: [isPersonal(question) ? officerCard(visit) : null, below, field, said],
    passages: [{ text: hint, element: below }],
    isWriting: true,
    isGiven: () => field.value.trim() !== "",
    leave: () => leave(said),
  };
}

function wrong(field, said, sentence) {
  said.textContent = sentence;
  field.setAttribute("aria-invalid", "true");
  field.focus();
  return false;
}
