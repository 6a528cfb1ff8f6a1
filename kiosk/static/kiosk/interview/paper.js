// Paper: what one person has answered so far, in memory and sealed; nothing readable of it outlives the interview.
import { isAsked } from "../conditions.js";
import { begin } from "../outbox.js";

/** No screen asks for more at once. */
const MOST = 5;
/** Asked of nobody: it records how scales were shown. */
const UNASKED = "poles";

/**
 * Begin the interview of one person.
 * @param {object} bundle @param {{number: number}} hamlet Where it takes place.
 */
export function createPaper(bundle, hamlet) {
  const shown = performance.now();
  const { questionnaire, round, touchpoint } = bundle;
  const questions = questionnaire.questions.filter(({ code }) => code !== UNASKED);
  const byCode = new Map(questions.map((question) => [question.code, question]));
  /** What was ever chosen; it counts only where its question is still asked. @type {Map<string, string[]>} */
  const answers = new Map();
  /** Words said to text questions, and what stands in number fields. @type {Map<string, string>} */
  const words = new Map();
  let seconds = null;
  let session = null;
  let writing = Promise.resolve();

  const paper = {
    given: (code) => answers.get(code) ?? [],
    written: (code) => words.get(code) ?? "",
    get hasAnswers() {
      return paper.asked.some(({ code }) => answers.has(code));
    },
    applies: (question) => isAsked(question, { byCode, given: paper.given }),
    /** Take an option, or take it back when it is chosen already. */
    choose(question, code) {
      seconds ??= (performance.now() - shown) / 1000;
      const given = paper.given(question.code);
      const isAgain = given.includes(code);
      if (question.kind === "multi") set(question, isAgain ? given.filter((one) => one !== code) : [...given, code]);
      else set(question, isAgain ? [] : [code]);
    },
    /** Take what was typed: a number is its own answer, of words only that there are some. */
    write(question, text) {
      seconds ??= (performance.now() - shown) / 1000;
      const said = text.trim();
      words.set(question.code, said);
      if (question.kind === "text") set(question, said ? ["1"] : []);
      else set(question, said ? [String(Number(said))] : []);
    },
    /** Every question that is asked after what was answered so far. */
    get asked() {
      return questions.filter(paper.applies);
    },
    /** @returns {Array<{factor: string, questions: object[]}>} What is asked together, one screen each. */
    get groups() {
      const groups = [];
      for (const question of paper.asked) {
        const last = groups.at(-1);
        if (last && belongs(question, last.questions)) last.questions.push(question);
        else groups.push({ factor: question.factor, questions: [question] });
      }
      return groups;
    },
    /** Seal what was said so far, so that a crash does not lose it. @returns {Promise<void>} @throws {Error} StorageBroken */
    keep() {
      const draft = paper.hasAnswers ? drafted() : null;
      writing = writing.then(async () => {
        if (!draft) {
          // Everything was taken back: an empty record would only be refused.
          await session?.drop();
          session = null;
        } else if (session) await session.revise(draft);
        else session = await begin(draft);
      });
      return writing;
    },
    /** Seal everything and let it be sent. @returns {Promise<void>} Resolves when it is on the disk. @throws {Error} StorageBroken */
    async finish() {
      if (!session) paper.keep();
      await writing;
      await session.finish(drafted());
    },
    /** Erase it: it counts nowhere. @returns {Promise<void>} @throws {Error} StorageBroken */
    async drop() {
      await writing;
      await session?.drop();
    },
  };

  function set({ code }, chosen) {
    if (chosen.length) answers.set(code, chosen);
    else answers.delete(code);
  }

  function drafted() {
    const asked = paper.asked.filter(({ code }) => answers.has(code));
    const texts = asked.filter(({ kind }) => kind === "text").map(({ code }) => [code, words.get(code)]);
    return {
      touchpoint,
      version: questionnaire.version,
      round: round.id,
      hamlet: hamlet.number,
      answers: Object.fromEntries(asked.map(({ code }) => [code, [...answers.get(code)]])),
      texts: Object.fromEntries(texts),
      seconds: seconds ?? (performance.now() - shown) / 1000,
    };
  }
  return paper;
}

/** Neighbours of one factor or one kind share a screen; what depends on an answer comes after it. */
function belongs(question, group) {
  const [first] = group;
  const isAlike = first.factor === question.factor && kindOf(first) === kindOf(question);
  const waits = group.some(({ code }) => code === question.condition?.question);
  return isAlike && !waits && question.kind !== "multi" && group.length < MOST;
}

const kindOf = ({ kind }) => (kind === "text" || kind === "number" ? "written" : kind);
