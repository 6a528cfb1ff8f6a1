// The steps that close a visit: the comment, who touched the screen, thanks.
import { qrSvg } from "../qr.js";
import { t } from "../words.js";
import { button, drawing, element } from "./element.js";
import { createRing } from "./ring.js";
import { mark, passages } from "./tiles.js";

/** Characters (not UTF-16 units) a comment may have, as at the server. */
const MOST = 2000;
/** From here on the screen says how many are left. */
const NEARLY = 1800;
const HELPERS = ["self", "relative", "staff"];

/** A comment, which nobody has to write. @param {object} context @returns {object} */
export function comment({ visit, chosen }) {
  const said = element("p", { id: "comment-state", class: "state", role: "status" });
  // No name, no memory: neither browser nor keyboard may keep a word of it for the next person.
  const text = element("textarea", {
    id: "comment",
    rows: 4,
    autocomplete: "off",
    autocorrect: "off",
    spellcheck: "false",
    "aria-labelledby": "heading",
    "aria-describedby": "comment-readers comment-state",
    input,
  });
  // Somebody who comes back to the text has not finished it.
  text.value = visit.writing;
  visit.comment = "";
  const readers = element("p", { id: "comment-readers", text: t("comment.readers") });
  const caution = element("p", { text: t("comment.caution") });
  function input() {
    const left = MOST - length(text.value);
    said.textContent = left < 0 ? tooLong(-left) : left < MOST - NEARLY ? t("comment.left", { count: left }) : "";
    said.classList.toggle("wrong", left < 0);
    text.setAttribute("aria-invalid", String(left < 0));
    visit.writing = text.value;
    chosen();
  }
  return {
    heading: t("comment.heading"),
    parts: [element("div", { class: "readers" }, readers, caution), text, said],
    passages: [readers, caution].map((one) => ({ text: one.textContent, element: one })),
    isWriting: true,
    isGiven: () => text.value.trim() !== "",
    leave() {
      if (length(text.value) > MOST) {
        text.focus();
        return false;
      }
      visit.comment = text.value.trim();
      text.value = "";
      return true;
    },
  };
}

const length = (text) => [...text.trim()].length;
const tooLong = (count) => t("comment.too_long", { count });

/** «Ai đã bấm?» @param {object} context @returns {object} */
export function pressed({ visit, next }) {
  const tiles = HELPERS.map((who) => {
    const click = () => {
      visit.pressedBy = who;
      next();
    };
    const tile = button({ class: "tile", value: who, click }, drawing(who), element("span", { text: t(`pressed.${who}`) }));
    mark(tile, visit.pressedBy === who);
    return tile;
  });
  const group = element("div", { class: "choices who", role: "group", "aria-labelledby": "heading" }, ...tiles);
  return {
    heading: t("pressed.heading"),
    hint: t("pressed.why"),
    parts: [group],
    passages: passages(group),
    isGiven: () => visit.pressedBy !== "",
  };
}

/** Where somebody writes who wants an answer: a request of its own, which carries the place and nothing of the visit. */
const reportsAddress = ({ address, code }) => `${address.slice(0, address.lastIndexOf("/q/"))}/phan-anh?q=${code}`;

/**
 * Thanks: what becomes of the answer, and how to say more at home.
 * @param {{bundle: object, home: () => void}} context
 * @returns {object} `ring` shows the seconds until the first screen.
 */
export function thanks({ bundle, home }) {
  const ring = createRing("small");
  const counted = element("p", { text: t("thanks.counted") });
  const soon = element("p", {}, ring.element, t("thanks.returns"));
  const leave = button({ class: "secondary", text: t("thanks.home"), click: home });
  const invitation = element("h2", { text: t("thanks.at_home") });
  const reports = reportsAddress(bundle);
  const short = element("b", { text: reports.split("://").pop() });
  const address = element("p", {}, t("thanks.scan"), element("br"), short);
  const card = element("section", { class: "card" }, invitation, qrSvg(reports, t("thanks.code")), address);
  const said = element("div", { class: "said" }, counted, element("div", { class: "return" }, soon, leave));
  return {
    heading: t("thanks.heading"),
    sign: "check",
    parts: [said, card],
    passages: [counted, invitation].map((one) => ({ text: one.textContent, element: one })),
    ring,
  };
}
