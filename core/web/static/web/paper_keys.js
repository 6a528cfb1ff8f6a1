/**
 * Keys of a paper form: one key answers and goes on, Enter goes on, Backspace or arrow up goes back, space leaves blank.
 * They work while a question itself has the focus; inside its inputs everything is as the browser has it, and without
 * this file the tabulator leads through the same form.
 */

const form = document.querySelector('[data-module="paper-keys"]');
const questions = [...form.querySelectorAll(".question")];
const button = form.querySelector(".send button");

/**
 * The field of words or digits of a question, if it has one.
 * @param {HTMLFieldSetElement} question one of the form
 * @returns {HTMLInputElement | HTMLTextAreaElement | null}
 */
const writing = (question) => question.querySelector('textarea, input[type="text"]');

/**
 * Is the question asked, given what is chosen now?
 * @param {HTMLFieldSetElement} question one of the form
 * @returns {boolean}
 */
function applies(question) {
  const { on, any } = question.dataset;
  if (!on) return true;
  const wanted = any.split(" ");
  return [...form.elements].some((input) => input.name === on && input.checked && wanted.includes(input.value));
}

/** Dims what is not asked. */
function mark() {
  for (const question of questions) question.classList.toggle("off", !applies(question));
}

/**
 * Goes to a place of the form.
 * @param {HTMLElement} place a question, or the button
 */
function go(place) {
  const target = writing(place) ?? place;
  target.focus({ preventScroll: true });
  place.scrollIntoView({ block: "nearest" });
}

/**
 * Goes to the next question that is asked, or back to the one before.
 * @param {HTMLElement} place where the focus is
 * @param {1 | -1} step which way
 */
function move(place, step) {
  const from = place === button ? questions.length : questions.indexOf(place);
  for (let index = from + step; index >= 0 && index < questions.length; index += step) {
    if (applies(questions[index])) {
      go(questions[index]);
      return;
    }
  }
  go(step > 0 ? button : questions[0]);
}

/**
 * Leaves a question blank.
 * @param {HTMLFieldSetElement} question one of the form
 */
function clear(question) {
  for (const input of question.querySelectorAll("input")) input.checked = input.type === "radio" && !input.value;
  mark();
}

/**
 * Answers a question by its key.
 * @param {HTMLFieldSetElement} question one of the form
 * @param {string} key what was pressed
 * @returns {boolean} is it a key of this question?
 */
function answer(question, key) {
  const input = [...question.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key.toLowerCase());
  if (!input) return false;
  input.checked = input.type === "radio" || !input.checked;
  mark();
  if (input.type === "radio") move(question, 1);
  return true;
}

/**
 * Does what a key means while words or digits are written.
 * @param {HTMLFieldSetElement} question where
 * @param {KeyboardEvent} event which key
 * @returns {boolean} was it one of ours?
 */
function whileWriting(question, { key, shiftKey, target }) {
  const isEmpty = !target.value;
  if (key === "Enter" && !shiftKey) move(question, 1);
  else if (isEmpty && (key === "Backspace" || key === "ArrowUp")) move(question, -1);
  else if (isEmpty && key === "ArrowDown") move(question, 1);
  else return false;
  return true;
}

/**
 * Does what a key means while a question has the focus.
 * @param {HTMLFieldSetElement} question which
 * @param {KeyboardEvent} event which key
 * @returns {boolean} was it one of ours?
 */
function whileChoosing(question, { key, target }) {
  if (answer(question, key)) return true;
  if (key === "Enter") move(question, 1);
  else if (key === "Backspace") move(question, -1);
  else if (target !== question) return false;
  else if (key === " " || key === "0") {
    clear(question);
    move(question, 1);
  } else if (key === "ArrowDown" || key === "ArrowRight") move(question, 1);
  else if (key === "ArrowUp" || key === "ArrowLeft") move(question, -1);
  else return false;
  return true;
}

form.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const question = event.target.closest(".question");
  const isWriting = question !== null && event.target === writing(question);
  // A key held down would run through the sheet, over its button and on through the next sheets.
  if (event.repeat && (!isWriting || event.key === "Enter")) {
    event.preventDefault();
    return;
  }
  const isOurs =
    question === null
      ? event.key === "Backspace" || event.key === "ArrowUp"
      : isWriting
        ? whileWriting(question, event)
        : whileChoosing(question, event);
  if (!isOurs) return;
  event.preventDefault();
  if (question === null) move(button, -1);
});
form.addEventListener("change", mark);

for (const question of questions) if (!writing(question)) question.tabIndex = -1;
document.querySelector('[data-part="keys-help"]').hidden = false;
mark();
go(form.querySelector(".question.bad") ?? questions[0]);
