// The survey: one citizen after another, from the invitation through the questions to thanks, and home again.
import { now } from "../clock.js";
import * as tablet from "../device.js";
import { isOpen } from "../hours.js";
import { createIdle } from "../idle.js";
import { SessionOver } from "../outbox.js";
import { updateWhenIdle } from "../renewal.js";
import { onDuty } from "../roster.js";
import { health } from "../store.js";
import { t } from "../words.js";
import { createBar } from "./bar.js";
import { comment, pressed, thanks } from "./closing.js";
import { createComfort } from "./comfort.js";
import { createFrame } from "./frame.js";
import { createKeyboard } from "./keyboard.js";
import { plan, room, tighter } from "./plan.js";
import { criteria, facts, fields, level, rating, reasons } from "./questions.js";
import { attract, sleep } from "./resting.js";
import { createVisit } from "./visit.js";
import { number, words } from "./written.js";

/** How each step of the plan is drawn. */
const STEPS = { fields, rating, level, criteria, reasons, facts, number, words, comment, pressed };

/** Seconds the thanks stay, and how long once they were touched. */
const THANKS = 10;
const KEPT = 60;
/** Seconds after which a screen that somebody woke or changed and left is as before. */
const LEFT = 40;
/** Seconds between two looks for a newer app. */
const NEWS = 60;
const TICK = 250;

const seconds = () => performance.now() / 1000;

/**
 * Show the survey until it is stopped, or until storage breaks.
 * @param {HTMLElement} root
 * @param {import("../device.js").Device} device With a bundle; a preview brings its own `begin` of an answer.
 * @returns {{stop: () => void}}
 */
export function startSurvey(root, device) {
  const survey = new Survey(root, device);
  return { stop: () => survey.stop() };
}

class Survey {
  /** What is shown: "sleep", "attract", "step" or "thanks". */
  #state = "attract";
  /** The citizen who is here, the steps of the visit and the place among them. */
  #visit = null;
  #steps = [];
  #at = 0;
  /** How many questions fit on a page. */
  #space = null;
  /** What the screen shown now is made of. */
  #drawn = null;
  /** In seconds: the last touch, the time to go home from the thanks, the last look for a newer app. */
  #touchedAt = 0;
  #homeAt = 0;
  #lookedAt = 0;
  #life = new AbortController();

  constructor(root, device) {
    this.#root = root;
    this.#device = device;
    this.#bundle = device.bundle;
    this.#comfort = createComfort({ changed: () => this.#resized(), voiceChanged: () => this.#drawBand() });
    const { read, enlarge, speak } = this.#comfort;
    this.#frame = createFrame(root, { read, enlarge, speak });
    this.#keyboard = createKeyboard(root);
    this.#idle = createIdle(root, {
      explain: () => t(this.#visit.isKept ? "idle.kept" : "idle.nothing"),
      ended: (reason) => this.#end(reason),
      isBusy: () => this.#comfort.isSpeaking,
    });
    this.#listen();
    this.#home();
  }
  #root;
  #device;
  #bundle;
  #comfort;
  #frame;
  #keyboard;
  #idle;
  #timer;

  #listen() {
    const life = { signal: this.#life.signal };
    const touched = () => this.#touched();
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, touched, { capture: true, ...life });
    document.addEventListener("visibilitychange", () => document.hidden && this.#away(), life);
    addEventListener("pagehide", () => this.#away(), life);
    matchMedia("(orientation: portrait)").addEventListener("change", () => this.#turned(), life);
    tablet.events.addEventListener("bundle", () => this.#visit || this.#home(), life);
    health.addEventListener("broken", () => this.stop(), life);
    this.#timer = setInterval(() => this.#tick(), TICK);
  }

  stop() {
    this.#life.abort();
    clearInterval(this.#timer);
    this.#idle.stop();
    this.#comfort.reset();
    this.#keyboard.stop();
    this.#visit = null;
  }

  // What each state shows.

  #show(state) {
    this.#state = state;
    this.#touchedAt = seconds();
    const bundle = this.#bundle;
    if (state === "step") this.#showStep();
    else if (state === "thanks") {
      this.#present("thanks", thanks({ bundle, home: () => this.#home() }));
      this.#tickThanks();
    } else if (state === "sleep") this.#present("sleep", sleep({ bundle, wake: () => this.#show("attract") }));
    else this.#present("attract", attract({ bundle, begin: () => this.#begin() }));
  }

  #showStep() {
    const visit = this.#visit;
    const step = this.#steps[this.#at];
    const next = () => this.#next();
    const bar = createBar(
      { visit, at: this.#at, count: this.#steps.length },
      { back: () => this.#back(), next, done: () => this.#done() },
    );
    const keep = () => visit.keep().catch((error) => this.#failed(error));
    const drawn = STEPS[step.name]({ visit, step, chosen, next, keep });
    function chosen() {
      bar.show(drawn.isGiven?.() ?? step.questions.some(({ code }) => visit.given(code).length > 0));
    }
    chosen();
    this.#present(step.name, drawn, bar.buttons);
    this.#makeFit(step);
  }

  /** Names may be longer than any guess: then fewer questions stand on a page. */
  #makeFit(step) {
    const space = this.#frame.isTooFull ? tighter(this.#space, step) : null;
    if (!space) return;
    this.#space = space;
    this.#again();
  }

  #present(name, drawn, buttons = []) {
    this.#drawn = drawn;
    this.#drawBand();
    this.#frame.drawFoot(name, this.#bundle);
    const heading = this.#frame.show(name, drawn, buttons);
    this.#comfort.present([{ text: drawn.heading, element: heading }, ...drawn.passages]);
  }

  #drawBand() {
    if (!this.#life.signal.aborted) this.#frame.drawBand(this.#bundle, this.#comfort.state(this.#bundle));
  }

  /** Other words, letters or orientation: a page may now hold more questions, or fewer. */
  #resized() {
    this.#space = room();
    this.#again();
  }

  #again() {
    if (this.#state !== "step") return this.#show(this.#state);
    const { name, questions } = this.#steps[this.#at];
    this.#replan();
    const isSame = (one) => one.name === name && (!questions.length || one.questions.includes(questions[0]));
    this.#go(this.#steps.findIndex(isSame));
  }

  /** The tablet was turned; but while somebody writes, it is the keyboard that changed the window's shape. */
  #turned() {
    if (!this.#drawn?.isWriting) this.#resized();
  }

  // How one leads to another.

  #begin() {
    this.#bundle = this.#device.bundle;
    this.#space = room();
    this.#visit = createVisit(this.#bundle, onDuty(this.#bundle, now()), this.#device.begin);
    this.#replan();
    this.#go(0);
    this.#idle.start();
  }

  #go(at) {
    this.#at = at;
    this.#show("step");
  }

  #replan() {
    this.#steps = plan(this.#visit, this.#space);
  }

  #back() {
    if (this.#at > 0) this.#go(this.#at - 1);
    else this.#home();
  }

  #next() {
    if (this.#drawn.leave?.() === false) return;
    this.#replan();
    if (this.#at + 1 < this.#steps.length) this.#go(this.#at + 1);
    else this.#close();
  }

  /** «Xong»: no more questions but the last, which decides whether the answer counts for an officer. */
  #done() {
    if (this.#drawn.leave?.() === false) return;
    this.#replan();
    const last = this.#steps.length - 1;
    if (this.#visit.hasAnswers && this.#at < last) this.#go(last);
    else this.#close();
  }

  /** Finish and thank: not before the answer is on the disk. */
  async #close() {
    const visit = this.#visit;
    this.#idle.stop();
    this.#root.inert = true;
    let isKept = false;
    try {
      isKept = await visit.finish();
    } catch (error) {
      this.#failed(error);
      return;
    } finally {
      this.#root.inert = false;
    }
    if (this.#visit !== visit) return;
    if (!isKept) return this.#home();
    this.#homeAt = seconds() + THANKS;
    this.#show("thanks");
  }

  /** The visit is over without its end: what was given is kept, unfinished text is not. */
  #end(reason) {
    if (reason === "done") return this.#close();
    this.#visit.finish().catch((error) => this.#failed(error));
    this.#home();
  }

  /** The next citizen finds nothing of this one: no answers, no other language, letters or voice. */
  #home() {
    this.#idle.stop();
    this.#keyboard.reset();
    this.#comfort.reset();
    this.#visit = null;
    this.#steps = [];
    this.#bundle = this.#device.bundle;
    this.#show(isOpen(this.#bundle, now()) ? "attract" : "sleep");
    updateWhenIdle();
  }

  #failed(error) {
    // An answer that was closed meanwhile is kept as it stood; anything else: nothing can be kept here.
    if (error instanceof SessionOver) return this.#visit && this.#home();
    this.stop();
    health.dispatchEvent(new Event("broken"));
    document.dispatchEvent(new CustomEvent("broken"));
  }

  // What happens without anybody, or around the screen.

  #tick() {
    if (this.#state === "thanks") return this.#tickThanks();
    if (this.#state === "step") return;
    const isClosed = !isOpen(this.#bundle, now());
    const isLeft = seconds() - this.#touchedAt > LEFT;
    if (this.#state === "sleep" && !isClosed) this.#home();
    else if (this.#state === "sleep") this.#drawn.tick();
    else if (isLeft && (isClosed || this.#comfort.isChanged)) this.#home();
    if (seconds() - this.#lookedAt < NEWS) return;
    this.#lookedAt = seconds();
    updateWhenIdle();
  }

  #tickThanks() {
    const left = this.#homeAt - seconds();
    if (left <= 0) this.#home();
    else this.#drawn.ring.show(left, left > THANKS ? KEPT : THANKS);
  }

  #touched() {
    this.#touchedAt = seconds();
    if (this.#state === "thanks") this.#homeAt = seconds() + KEPT;
  }

  /** Whoever comes back to this page, by whatever way, finds the first screen. */
  #away() {
    if (!this.#visit) return;
    if (this.#state === "step") this.#end("late");
    else this.#home();
  }
}
