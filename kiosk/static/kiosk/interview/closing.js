// Before, around and after the questions: what is read out first, stopping, looking through, saved.
import { button, drawing, element } from "../screens/element.js";
import { t, wording } from "../words.js";
import { answered } from "./questions.js";

/** What the interviewer reads out before anything is asked. @param {{agreed: () => void, declined: () => void}} actions */
export function promise({ agreed, declined }) {
  const words = element("blockquote", { class: "spoken" }, drawing("lock"), element("p", { text: t("interview.promise") }));
  return {
    heading: t("interview.read_out"),
    parts: [words],
    buttons: [
      button({ class: "secondary", text: t("interview.declined"), click: declined }),
      button({ class: "primary", text: t("interview.agreed"), click: agreed }),
    ],
  };
}

/** Everything that was said, to be put right. @param {{paper: object, edit: (code: string) => void}} context */
export function review({ paper, edit }) {
  const lines = paper.asked.map((question) => {
    const said = answered(question, paper);
    const value = element("span", { class: said ? "said" : "none", text: said || t("interview.skipped") });
    const open = button({ class: "line", value: question.code, click: () => edit(question.code) }, element("b", { text: wording(question) }), value);
    return element("li", {}, open);
  });
  const empty = paper.hasAnswers ? null : element("p", { class: "notice", text: t("interview.empty") });
  return {
    heading: t("interview.review"),
    parts: [element("p", { class: "hint", text: t("interview.review_hint") }), empty, element("ol", { class: "review" }, ...lines)],
  };
}

/** Stop before the end? @param {{paper: object, save: () => void, drop: () => void, back: () => void}} context */
export function stopping({ paper, save, drop, back }) {
  return {
    heading: t("interview.stop_title"),
    parts: [
      element("p", { text: t("interview.stop_note") }),
      paper.hasAnswers ? button({ class: "secondary", text: t("interview.stop_keep"), click: save }) : null,
      button({ class: "secondary danger", text: t("interview.stop_drop"), click: drop }),
    ],
    buttons: [button({ class: "primary", text: t("interview.go_on"), click: back })],
  };
}

/** It is on the disk. @param {{queue: number, again: () => void, leave: () => void}} context */
export function saved({ queue, again, leave }) {
  return {
    heading: t("interview.saved", { count: queue }),
    parts: [drawing("check"), element("p", { text: t("interview.saved_note") })],
    buttons: [
      button({ class: "secondary", text: t("interview.home"), click: leave }),
      button({ class: "primary", text: t("interview.next_person"), click: again }),
    ],
  };
}
