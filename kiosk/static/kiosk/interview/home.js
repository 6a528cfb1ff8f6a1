// The screens between two interviews: where one is, how far the hamlets are, and what was left unfinished.
import { now } from "../clock.js";
import { localDay } from "../hours.js";
import { mark } from "../screens/tiles.js";
import { button, element } from "../screens/element.js";
import { t } from "../words.js";
import { hamletsOf } from "./tally.js";

/**
 * Choose the hamlet.
 * @param {{bundle: object, hamlet: object|null, counts: Map<number, object>, choose: (hamlet: object) => void,
 *   back: () => void}} context
 */
export function hamlets({ bundle, hamlet, counts, choose, back }) {
  const tiles = bundle.round.hamlets.map((one) => {
    const { done } = counts.get(one.number);
    const words = element("span", { text: one.name });
    const goal = element("small", { text: t("interview.goal", { done, sample: one.sample }) });
    const tile = button({ class: "tile", value: one.number, click: () => choose(one) }, words, goal);
    mark(tile, one.number === hamlet?.number);
    return tile;
  });
  const list = element("div", { class: "hamlets", role: "group", "aria-labelledby": "heading" }, ...tiles);
  const buttons = hamlet ? [button({ class: "secondary", text: t("step.back"), click: back })] : [];
  return { heading: t("interview.where"), parts: [list], buttons };
}

/**
 * The first screen.
 * @param {{bundle: object, hamlet: object, counts: Map<number, object>, half: object|null, start: () => void,
 *   change: () => void, send: () => void, settle: (isCounted: boolean) => void}} context
 */
export function home({ bundle, hamlet, counts, half, start, change, send, settle }) {
  const { done } = counts.get(hamlet.number);
  const isDivided = bundle.round.hamlets.length > 1;
  const facts = element(
    "dl",
    { class: "counts" },
    ...pair(t("interview.today"), sum(counts, "today")),
    ...pair(t("interview.mine"), sum(counts, "mine")),
    ...(isDivided ? pair(t("interview.hamlet"), t("interview.goal", { done, sample: hamlet.sample })) : []),
    ...pair(t("interview.whole"), t("interview.goal", { done: filled(bundle, counts), sample: bundle.round.sample })),
  );
  const stop = reason(bundle);
  const begin = half || stop ? null : button({ class: "primary", text: t("interview.start"), click: start });
  return {
    heading: bundle.round.name,
    parts: [
      facts,
      half ? unfinished(half, { bundle, settle }) : null,
      stop ? element("p", { class: "notice", text: stop }) : null,
      button({ class: "secondary", text: t("staff.send"), click: send }),
    ],
    buttons: begin ? [begin] : [],
    action: isDivided ? button({ text: t("interview.change"), click: change }) : null,
  };
}

function pair(name, value) {
  return [element("dt", { text: name }), element("dd", { text: String(value) })];
}

/** Over all hamlets: what belongs to none of them is no part of the sample. */
function sum(counts, name) {
  return [...counts.values()].reduce((all, one) => all + one[name], 0);
}

/** What stands for the sample: of each hamlet no more than its share, for it fills no other's. */
function filled(bundle, counts) {
  const isDivided = bundle.round.hamlets.length > 0;
  const own = ({ number, sample }) => (isDivided ? Math.min(counts.get(number).done, sample) : counts.get(number).done);
  return hamletsOf(bundle).reduce((all, one) => all + own(one), 0);
}

/** @param {object} bundle @returns {string} Why nobody is asked now; "" when they may be. */
export function reason(bundle) {
  const { begins_on: first, ends_on: last, is_closed: isClosed } = bundle.round;
  const today = localDay(bundle, now());
  const day = (text) => text.split("-").reverse().join("/");
  if (isClosed) return t("interview.closed");
  if (today < first) return t("interview.not_yet", { day: day(first) });
  return today > last ? t("interview.over", { day: day(last) }) : "";
}

/** An interview that a crash or a long pause cut off: nobody can read or continue it, but it may count. */
function unfinished(half, { bundle, settle }) {
  const name = hamletsOf(bundle).find(({ number }) => number === half.hamlet)?.name ?? "";
  return element(
    "section",
    { class: "notice", "aria-labelledby": "half" },
    element("h2", { id: "half", text: t("interview.half", { hamlet: name }) }),
    element("p", { text: t("interview.half_note") }),
    button({ class: "primary", text: t("interview.half_count"), click: () => settle(true) }),
    button({ class: "secondary", text: t("interview.half_drop"), click: () => settle(false) }),
  );
}
