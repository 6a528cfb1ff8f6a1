// Reading aloud: the question and each choice in order, by the device's own voice or by shipped clips; a touch ends it.
import { createClipShelf } from "./clips.js";
import { canPlay, deviceVoice, pause, play, sayWithDevice } from "./sounds.js";

/** Silence between two texts, in ms: time to look from one choice to the next. */
const GAP = 450;
/** A touch on an element inside this one is left to its own handler: the button that starts and stops reading. */
const OWN_BUTTON = "[data-voice]";

/**
 * @typedef {{text: string, element?: Element | null}} Passage what is read, and what lights up meanwhile
 * @typedef {"read" | "partly" | "stopped" | "cannot"} Outcome all was read; some could not be read; a touch, a key
 *   or `stop` ended it; nothing could be read (no voice, no clip, no audio device)
 */

/**
 * The tablet's voice. It never begins by itself, never reads two things at once and never throws.
 *
 * Vietnamese: a Vietnamese voice of the device, else the clips; English: only an English voice of the device.
 * Voices that would send the text to somebody's server are not used.
 * @param {{locale?: string}} [options] the language of the page, "vi" or "en"
 */
export function createVoice({ locale = "vi" } = {}) {
  const shelf = createClipShelf();
  let hasClips = false;
  let isDeviceMute = false;
  /** @type {AbortController | null} the reading under way */
  let reading = null;

  const voice = {
    /** Called when `available` has changed: a voice was found late, or turned out not to speak. @type {?() => void} */
    onchange: null,
    /** Called when `isSpeaking` has changed. @type {?() => void} */
    onspeaking: null,
    /** The language that `available` and `speak` mean unless told otherwise. */
    get locale() {
      return locale;
    },
    set locale(language) {
      if (language === locale) return;
      voice.stop();
      locale = language;
      look();
    },
    /** Is there any voice for the page's language: without one the button is not shown. */
    get available() {
      return isAvailable(locale);
    },
    get isSpeaking() {
      return reading !== null;
    },
    /**
     * Can each of these texts be read here; a question that an office wrote itself has no clip.
     * @param {string[]} texts
     * @param {{language?: string}} [options]
     * @returns {Promise<boolean>}
     */
    async covers(texts, { language = locale } = {}) {
      await shelf.ready;
      if (!isAvailable(language)) return false;
      if (usable(language)) return true;
      return (await Promise.all(texts.map((text) => shelf.has(text)))).every(Boolean);
    },
    /**
     * Read the passages in order; call it from a touch. What is being read is stopped first.
     * @param {Passage[]} passages
     * @param {{language?: string}} [options]
     * @returns {Promise<Outcome>}
     */
    async speak(passages, { language = locale } = {}) {
      voice.stop();
      const own = new AbortController();
      reading = own;
      const release = endOnTouch(voice);
      voice.onspeaking?.();
      const outcome = await readAll(passages, language, own.signal).catch(() => "cannot");
      release();
      if (reading === own) {
        reading = null;
        voice.onspeaking?.();
      }
      return outcome;
    },
    /** End the reading at once; nothing happens when none is under way. */
    stop() {
      const ended = reading;
      reading = null;
      ended?.abort();
      if (ended) voice.onspeaking?.();
    },
  };

  let wasAvailable = false;
  const look = () => {
    if (voice.available === wasAvailable) return;
    wasAvailable = voice.available;
    voice.onchange?.();
  };
  const usable = (language) => (isDeviceMute ? null : deviceVoice(language));
  const isAvailable = (language) => Boolean(usable(language)) || (language === "vi" && hasClips && canPlay());

  /** Read one after another; what cannot be read is passed over. */
  async function readAll(passages, language, signal) {
    let count = 0;
    for (const { text, element = null } of passages) {
      if (count) await pause(GAP, signal);
      // A screen that went away takes its reading along.
      if (signal.aborted || element?.isConnected === false) return "stopped";
      if (await readOne(text, element, language, signal)) count += 1;
      if (signal.aborted) return "stopped";
    }
    return count === passages.length ? "read" : count ? "partly" : "cannot";
  }

  /** Read one text by the first way that works, and light up its element meanwhile. */
  async function readOne(text, element, language, signal) {
    const own = usable(language);
    if (own) {
      if (await lit(element, () => sayWithDevice(text, own, signal)).catch(() => false)) return true;
      if (signal.aborted) return false;
      // Its voice was promised and is not there: no more waiting for it today.
      isDeviceMute = true;
      look();
    }
    const clip = language === "vi" && canPlay() ? await shelf.content(text) : null;
    if (clip === null || signal.aborted) return false;
    return lit(element, () => play(clip, signal));
  }

  shelf.ready.then((hasAny) => {
    hasClips = hasAny;
    look();
  });
  // Browsers name their voices late, and once more when one is installed.
  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", look);
  wasAvailable = voice.available;
  return voice;
}

/** Light an element up while something is heard; it is brought into view when the screen is too small for all. */
async function lit(element, sound) {
  element?.classList.add("is-read");
  element?.scrollIntoView?.({ block: "nearest" });
  try {
    return await sound();
  } finally {
    element?.classList.remove("is-read");
  }
}

/**
 * Stop at any touch or key, and when the tablet turns to something else.
 * @returns {() => void} ends the listening
 */
function endOnTouch(voice) {
  const listening = new AbortController();
  const options = { capture: true, passive: true, signal: listening.signal };
  const onInput = (event) => {
    const isPress = event.type !== "keydown" || event.key === "Enter" || event.key === " ";
    const isOwn = event.target instanceof Element && event.target.closest(OWN_BUTTON) !== null;
    if (!event.repeat && !(isPress && isOwn)) voice.stop();
  };
  for (const kind of ["pointerdown", "keydown", "wheel"]) addEventListener(kind, onInput, options);
  addEventListener("pagehide", () => voice.stop(), options);
  document.addEventListener("visibilitychange", () => document.hidden && voice.stop(), options);
  return () => listening.abort();
}
