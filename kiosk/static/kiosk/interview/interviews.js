// Interviews: one person after another in a hamlet of the round, without a network for days.
import * as phone from "../device.js";
import { closeOpen, counts, dropOpen, SessionOver, unfinished } from "../outbox.js";
import { updateWhenIdle } from "../renewal.js";
import { button } from "../screens/element.js";
import { health } from "../store.js";
import { events, sendNow, state } from "../sync.js";
import { t, wording } from "../words.js";
import { promise, review, saved, stopping } from "./closing.js";
import { createFrame } from "./frame.js";
import { hamlets, home, reason } from "./home.js";
import { createPaper } from "./paper.js";
import { drawGroup } from "./questions.js";
import { chooseHamlet, chosenHamlet, standing } from "./tally.js";

/** Seconds without a touch after which the answers on the screen are left to nobody who finds the phone. */
const LEFT = 15 * 60;
const TICK = 5000;
/** Seconds between two looks for a newer app. */
const NEWS = 60;
const seconds = () => Date.now() / 1000;

/**
 * Show the interviews until storage breaks.
 * @param {HTMLElement} root @param {import("../device.js").Device} device With a bundle of mode "interview".
 */
export function startInterviews(root, device) {
  new Interviews(root, device);
}

class Interviews {
  #root;
  #device;
  #frame;
  #hamlet = null;
  /** The person who is asked, the screen among the groups, and whether a line of the review is being put right. */
  #paper = null;
  #at = 0;
  #isReviewing = false;
  #isKeeping = false;
  #isHome = false;
  #touchedAt = seconds();
  #lookedAt = 0;

  constructor(root, device) {
    this.#root = root;
    this.#device = device;
    this.#frame = createFrame(root);
    const touched = () => (this.#touchedAt = seconds());
    for (const kind of ["pointerdown", "keydown"]) {
      // Whoever picks the phone up again after a long while finds nothing on it, before the touch counts.
      document.addEventListener(kind, () => (this.#isLeft ? this.#leave() : touched()), { capture: true });
    }
    document.addEventListener("visibilitychange", () => document.hidden || !this.#isLeft || this.#leave());
    phone.events.addEventListener("bundle", () => this.#isHome && this.#home());
    events.addEventListener("change", () => this.#frame.tell(state));
    events.addEventListener("round", () => this.#isHome && this.#home(true));
    setInterval(() => this.#tick(), TICK);
    this.#try(async () => {
      this.#hamlet = await chosenHamlet(this.#bundle);
      await this.#home();
    });
  }

  get #bundle() {
    return this.#device.bundle;
  }

  get #isLeft() {
    return Boolean(this.#paper) && seconds() - this.#touchedAt > LEFT;
  }

  // Between two people.

  /** @param {boolean} [isQuiet] Only the numbers may have changed: where nothing else did, the focus stays. */
  async #home(isQuiet = false) {
    const bundle = this.#bundle;
    const [numbers, half] = await Promise.all([standing(bundle), unfinished()]);
    if (isQuiet && !this.#isHome) return;
    if (!this.#hamlet) return this.#choose(numbers);
    const focused = isQuiet && document.activeElement?.closest(".screen, .bar, .band") ? focusedText() : null;
    this.#paper = null;
    this.#isHome = true;
    const actions = {
      start: () => this.#promise(),
      change: () => this.#choose(numbers),
      send: () => this.#try(() => sendNow()),
      settle: (isCounted) => this.#try(() => this.#settle(isCounted)),
    };
    this.#show("home", home({ bundle, hamlet: this.#hamlet, counts: numbers, half, ...actions }));
    if (focused) focusText(this.#root, focused);
    updateWhenIdle();
  }

  #choose(numbers) {
    this.#isHome = false;
    const choose = (hamlet) => this.#try(() => this.#chosen(hamlet));
    const back = () => this.#try(() => this.#home());
    this.#show("where", hamlets({ bundle: this.#bundle, hamlet: this.#hamlet, counts: numbers, choose, back }));
  }

  async #chosen(hamlet) {
    await chooseHamlet(this.#bundle, hamlet.number);
    this.#hamlet = hamlet;
    await this.#home();
  }

  /** An unfinished interview counts as it stands, or never was. */
  async #settle(isCounted) {
    await (isCounted ? closeOpen() : dropOpen());
    await this.#home();
  }

  // One person.

  #promise() {
    // A screen may have stood there since before midnight: the first one says why nobody is asked any more.
    if (reason(this.#bundle)) return this.#try(() => this.#home());
    this.#isHome = false;
    this.#show("promise", promise({ agreed: () => this.#begin(), declined: () => this.#try(() => this.#home()) }));
  }

  #begin() {
    if (reason(this.#bundle)) return this.#try(() => this.#home());
    this.#paper = createPaper(this.#bundle, this.#hamlet);
    this.#isReviewing = false;
    this.#ask(0);
  }

  #ask(at) {
    const { groups } = this.#paper;
    this.#at = Math.min(at, groups.length - 1);
    const group = groups[this.#at];
    const next = button({ click: () => this.#next(drawn) });
    const changed = () => {
      const left = group.questions.filter(({ code }) => !this.#paper.given(code).length).length;
      const isGiven = left < group.questions.length;
      // What lies below the edge of a small screen is easily overlooked.
      const on = left ? t("interview.next_left", { count: left }) : t("step.next");
      next.textContent = this.#isReviewing ? t("interview.to_review") : isGiven ? on : t("step.skip");
      next.className = isGiven || this.#isReviewing ? "primary" : "secondary";
    };
    const drawn = drawGroup(group, { paper: this.#paper, changed });
    changed();
    const back = button({ class: "secondary", text: t("step.back"), click: () => this.#back(drawn) });
    this.#show("group", {
      heading: [t("interview.part", { number: this.#at + 1, count: groups.length }), ...this.#title(group)].join(" · "),
      parts: drawn.parts,
      buttons: [back, next],
      action: this.#stopper(),
    });
  }

  /** Criteria of a factor are headed by it; elsewhere the question itself says enough. */
  #title({ factor }) {
    const texts = this.#bundle.questionnaire.factors[factor];
    return texts ? [wording(texts)] : [];
  }

  /** The next part stands there once this one is on the disk. */
  #next(drawn) {
    if (this.#isKeeping || !drawn.leave()) return;
    this.#isKeeping = true;
    const paper = this.#paper;
    this.#try(async () => {
      await paper.keep();
      if (paper !== this.#paper) return;
      if (this.#isReviewing || this.#at + 1 >= paper.groups.length) this.#review();
      else this.#ask(this.#at + 1);
    }).finally(() => (this.#isKeeping = false));
  }

  #back(drawn) {
    if (!drawn.leave()) return;
    if (this.#at > 0) this.#ask(this.#at - 1);
    else this.#stop();
  }

  #review() {
    this.#isReviewing = true;
    const edit = (code) => this.#ask(this.#paper.groups.findIndex(({ questions }) => questions.some((one) => one.code === code)));
    const back = () => {
      this.#isReviewing = false;
      this.#ask(this.#paper.groups.length - 1);
    };
    const save = button({ class: "primary", text: t("interview.save"), disabled: !this.#paper.hasAnswers, click: () => this.#save() });
    this.#show("review", {
      ...review({ paper: this.#paper, edit }),
      buttons: [button({ class: "secondary", text: t("step.back"), click: back }), save],
      action: this.#stopper(),
    });
  }

  #stopper() {
    return button({ text: t("interview.stop"), click: () => this.#stop() });
  }

  #stop() {
    const back = () => (this.#isReviewing ? this.#review() : this.#ask(this.#at));
    const drop = () =>
      this.#try(async () => {
        await this.#paper.drop();
        await this.#home();
      });
    this.#show("stop", stopping({ paper: this.#paper, save: () => this.#save(), drop, back }));
  }

  #save() {
    this.#root.inert = true;
    this.#try(async () => {
      await this.#paper.finish();
      this.#paper = null;
      const { queue } = await counts();
      const again = () => this.#promise();
      const leave = () => this.#try(() => this.#home());
      this.#show("saved", saved({ queue, again, leave }));
    }).finally(() => (this.#root.inert = false));
  }

  // Around the screens.

  #show(name, drawn) {
    this.#frame.locate(this.#bundle, this.#hamlet);
    this.#frame.tell(state);
    this.#frame.show(name, drawn);
  }

  /** What was said stays sealed; the screen shows nothing of it any more. */
  #leave() {
    this.#paper = null;
    this.#touchedAt = seconds();
    this.#try(() => this.#home());
  }

  #tick() {
    if (this.#isLeft) this.#leave();
    if (!this.#isHome || seconds() - this.#lookedAt < NEWS) return;
    this.#lookedAt = seconds();
    updateWhenIdle();
  }

  async #try(work) {
    try {
      return await work();
    } catch (error) {
      // Closed meanwhile: it is kept as it stood.
      if (error instanceof SessionOver) return this.#home();
      health.dispatchEvent(new Event("broken"));
      return undefined;
    }
  }
}

function focusedText() {
  return document.activeElement instanceof HTMLButtonElement ? document.activeElement.textContent : null;
}

function focusText(root, text) {
  [...root.querySelectorAll("button")].find((one) => one.textContent === text)?.focus({ preventScroll: true });
}
