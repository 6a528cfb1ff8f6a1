// A visit: what one citizen touched, in memory only, and its way into the outbox; nothing here outlives the visit.
import { isAsked } from "../conditions.js";
import { begin } from "../outbox.js";

/** An answer has at most eight revisions (docs/promises.md P2): the last one belongs to `finish`. */
const MOST_REVISIONS = 7;
/** What an answer in words counts as for questions that depend on it. */
const WORDS = "1";

/**
 * Begin a visit; the screen with the first question is being shown now.
 * @param {object} bundle What the tablet knows about its counter, as it is at this moment.
 * @param {object|null} officer The duty entry of this moment; null when the roster names nobody.
 * @param {typeof begin} [open] Begins the record of the answer: in the outbox, but for a preview.
 */
export function createVisit(bundle, officer, open = begin) {
  const shown = performance.now();
  const { questionnaire, fields } = bundle;
  const byCode = new Map(questionnaire.questions.map((question) => [question.code, question]));
  /** @type {Map<string, string[]>} */
  const answers = new Map();
  let seconds = null;
  let session = null;
  let revisions = 0;
  /** Writings follow one another; one that failed fails all that come after it. */
  let writing = Promise.resolve();

  const visit = {
    bundle,
    officer,
    lead: byCode.get(questionnaire.lead) ?? null,
    /** Only a counter with one field knows it without asking. @type {number|null} */
    field: fields.length === 1 ? fields[0].id : null,
    isDisclaimed: false,
    /** What was finished on the comment's step, and what is being written there. */
    comment: "",
    writing: "",
    /** The same of questions that ask for words, by code. @type {Map<string, string>} */
    texts: new Map(),
    unfinished: new Map(),
    pressedBy: "",
    given: (code) => answers.get(code) ?? [],
    /** Was a level, an option or a sentence given: something worth keeping. */
    get hasAnswers() {
      return answers.size > 0 || visit.texts.size > 0 || visit.comment !== "";
    },
    /** Is there a record in the outbox, or one on its way? */
    get isKept() {
      return revisions > 0;
    },
    /** Is the question asked after what was answered so far? */
    applies(question, assumed = {}) {
      const written = (code) => (visit.texts.has(code) ? [WORDS] : []);
      return isAsked(question, { byCode, given: (code) => answers.get(code) ?? assumed[code] ?? written(code) });
    },
    /** Take a number, or take it back when there is none. @param {object} question @param {string} digits */
    write(question, digits) {
      if (digits) seconds ??= (performance.now() - shown) / 1000;
      if (digits) answers.set(question.code, [digits]);
      else answers.delete(question.code);
    },
    /**
     * Take an answer: another option replaces the earlier one, or joins it where several may be chosen; the same
     * option again takes it back, except a level.
     */
    choose(question, code) {
      seconds ??= (performance.now() - shown) / 1000;
      const given = visit.given(question.code);
      const isAgain = given.includes(code);
      let chosen = [code];
      if (question.kind === "multi") chosen = isAgain ? given.filter((one) => one !== code) : [...given, code];
      else if (question.kind === "choice" && isAgain) chosen = [];
      if (chosen.length) answers.set(question.code, chosen);
      else answers.delete(question.code);
    },
    /**
     * Write the rating as it stands: the first time opens the outbox record, a change of mind rewrites it.
     * @returns {Promise<void>} @throws {Error} StorageBroken
     */
    keep() {
      if (!visit.hasAnswers || revisions >= MOST_REVISIONS) return writing;
      revisions += 1;
      const draft = drafted();
      writing = Promise.all([writing, afterTouch()]).then(async () => {
        if (session) await session.revise(draft);
        else session = await open(draft);
      });
      return writing;
    },
    /**
     * Close the answer with all that was given.
     * @returns {Promise<boolean>} Was there anything to keep? True only once it is on the disk.
     * @throws {Error} StorageBroken
     */
    async finish() {
      if (!revisions && !visit.hasAnswers) return false;
      const draft = drafted();
      if (!revisions) visit.keep();
      await writing;
      await session.finish(draft);
      return true;
    },
  };

  function drafted() {
    const asked = [...answers].filter(([code]) => visit.applies(byCode.get(code)));
    return {
      touchpoint: bundle.touchpoint,
      version: questionnaire.version,
      field: visit.field,
      duty: officer?.entry ?? null,
      disclaimed: visit.isDisclaimed,
      pressedBy: visit.pressedBy,
      answers: Object.fromEntries(asked.map(([code, chosen]) => [code, [...chosen]])),
      comment: visit.comment,
      texts: Object.fromEntries([...visit.texts].filter(([code]) => visit.applies(byCode.get(code)))),
      seconds: seconds ?? (performance.now() - shown) / 1000,
    };
  }
  return visit;
}

/** Resolves when the touch has been dealt with: what it looks like comes before keys and disk. */
function afterTouch() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
