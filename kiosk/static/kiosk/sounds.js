// Two ways to make a text heard: the device's own voice, and a recording; both can be cut short and never throw.

/** How long, in ms, a device may take before it makes a sound; a voice that needs the network never begins. */
const PATIENCE = 4000;
/** Slower than the device's habit: old people listen here, in a hall. */
const RATE = 0.85;

/**
 * The device's own voice for a language, never one that sends the text away.
 * @param {string} language "vi" or "en"
 * @returns {SpeechSynthesisVoice | null}
 */
export function deviceVoice(language) {
  try {
    const voices = globalThis.speechSynthesis?.getVoices() ?? [];
    const fitting = voices.filter((voice) => voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === language);
    return fitting.find((voice) => voice.default) ?? fitting[0] ?? null;
  } catch {
    return null;
  }
}

/**
 * Say a text with the device's voice.
 * @param {string} text
 * @param {SpeechSynthesisVoice} voice
 * @param {AbortSignal} signal cuts it short
 * @returns {Promise<boolean>} was it said to its end
 */
export function sayWithDevice(text, voice, signal) {
  return new Promise((resolve) => {
    const utterance = new SpeechSynthesisUtterance(pronounceable(text));
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.rate = RATE;
    const end = (isSaid) => {
      clearTimeout(watch);
      signal.removeEventListener("abort", cut);
      resolve(isSaid);
    };
    const cut = () => {
      speechSynthesis.cancel();
      end(false);
    };
    let watch = setTimeout(cut, PATIENCE);
    utterance.onstart = () => {
      clearTimeout(watch);
      // Some engines forget to report the end: half a second for each sign is beyond any voice.
      watch = setTimeout(cut, PATIENCE + text.length * 500);
    };
    utterance.onend = () => end(true);
    utterance.onerror = () => end(false);
    signal.addEventListener("abort", cut);
    speechSynthesis.cancel();
    speechSynthesis.speak(utterance);
  });
}

/**
 * A text as voices should get it: «Ông/Bà» has no stroke when spoken.
 * @param {string} text
 * @returns {string}
 */
export function pronounceable(text) {
  return text.replace(/(\p{L})\/(?=\p{L})/gu, "$1 ").replace(/[«»“”·]/g, " ");
}

/** @type {AudioContext | null} made at the first touch that asks for sound, then used again */
let context = null;

/** Can this browser play recordings at all. */
export function canPlay() {
  return typeof globalThis.AudioContext === "function";
}

/**
 * Play a recording.
 * @param {ArrayBuffer} content
 * @param {AbortSignal} signal cuts it short
 * @returns {Promise<boolean>} was it played to its end
 */
export async function play(content, signal) {
  try {
    context ??= new AudioContext();
    // A tablet without an audio device may never answer.
    if (context.state !== "running") await Promise.race([context.resume(), pause(PATIENCE, signal)]);
    if (context.state !== "running" || signal.aborted) return false;
    const buffer = await context.decodeAudioData(content);
    return signal.aborted ? false : await playBuffer(buffer, signal);
  } catch {
    return false;
  }
}

/** Play decoded sound; a device that stands still is given up after the recording's own length. */
function playBuffer(buffer, signal) {
  return new Promise((resolve) => {
    const source = new AudioBufferSourceNode(context, { buffer });
    const end = (isPlayed) => {
      clearTimeout(watch);
      signal.removeEventListener("abort", cut);
      source.disconnect();
      resolve(isPlayed);
    };
    const cut = () => {
      source.onended = null;
      source.stop();
      end(false);
    };
    const watch = setTimeout(cut, buffer.duration * 1000 + PATIENCE);
    source.onended = () => end(true);
    signal.addEventListener("abort", cut);
    source.connect(context.destination);
    source.start();
  });
}

/**
 * Wait, or less when cut short.
 * @param {number} milliseconds
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
