// Conditions: which questions are asked after what was answered, by the same rule as the office's (a chain of them).

/**
 * @param {{code: string, condition: {question: string, any_of: string[]}|null}} question
 * @param {{byCode: Map<string, object>, given: (code: string) => string[]}} answers
 * @returns {boolean} Does it apply: was what it depends on answered so, and is that asked itself?
 */
export function isAsked({ code, condition }, answers, met = []) {
  if (!condition) return true;
  const other = answers.byCode.get(condition.question);
  if (!other || met.includes(code)) return false;
  const isMet = answers.given(other.code).some((one) => condition.any_of.includes(one));
  return isMet && isAsked(other, answers, [...met, code]);
}
