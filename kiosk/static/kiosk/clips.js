// Shipped recordings of Vietnamese texts: found by the text itself, checked, kept on the tablet for use without network.

const CACHE = "langnghe-clips";
const FOLDER = new URL("clips/", import.meta.url);
/** What a clip is kept under: the app's files change their address with each version, a recording rarely changes. */
const keptAs = (name, mark) => new URL(`/kiosk/clips/${name}?${mark}`, import.meta.url).href;
/** Milliseconds from the start of the app, which has more urgent things to fetch, and between two tries. */
const AFTER_START = 15000;
const AGAIN = 10 * 60000;
const SPACES = /[ \t\n\r\u00a0\u202f]+/g;

/**
 * The form of a text that names its clip: composed letters (NFC), single spaces, none at the ends.
 * `bin/clips` does the same, so that a clip and its text cannot drift apart.
 * @param {string} text
 * @returns {string}
 */
export function normalised(text) {
  return text.normalize("NFC").replace(SPACES, " ").replace(/^ | $/g, "");
}

/**
 * The name of a text's clip: the first 16 hexadecimal digits of the SHA-256 of its normalised form.
 * @param {string} text
 * @returns {Promise<string>}
 */
export async function clipName(text) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(normalised(text))));
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The short mark of a file's content as the index carries it: 12 bytes of its SHA-256, URL-safe base64.
 * @param {ArrayBuffer} content
 * @returns {Promise<string>}
 */
async function contentMark(content) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return btoa(String.fromCharCode(...digest.subarray(0, 12))).replaceAll("+", "-").replaceAll("/", "_");
}

/**
 * The clips' shelf. Nothing here throws: what cannot be had is `null`.
 * @returns {{ready: Promise<boolean>, has: (text: string) => Promise<boolean>,
 *   content: (text: string) => Promise<ArrayBuffer | null>, keepAll: () => Promise<boolean>}}
 */
export function createClipShelf() {
  /** @type {Record<string, string>} clip name → mark of its content */
  let marks = {};
  const ready = fetch(new URL("index.json", FOLDER))
    .then((answer) => (answer.ok ? answer.json() : {}))
    .then((index) => {
      marks = index.clips ?? {};
      return Object.keys(marks).length > 0;
    })
    .catch(() => false);

  /** The content under a name, from the tablet's cache, else from the server; `null` when neither has it. */
  async function content(name) {
    if (!Object.hasOwn(marks, name)) return null;
    const kept = await (await openCache())?.match(keptAs(name, marks[name])).catch(() => null);
    return kept ? kept.arrayBuffer() : fetchClip(name, marks[name]);
  }

  /**
   * Keep every clip on the tablet, one after another, and drop those the index no longer knows.
   * @returns {Promise<boolean>} are all of them there now
   */
  async function keepAll() {
    if (!(await ready)) return false;
    const kept = new Set(await keptAddresses());
    const wanted = Object.entries(marks);
    for (const [name, mark] of wanted) {
      if (!kept.has(keptAs(name, mark)) && !(await fetchClip(name, mark))) return false;
    }
    const known = new Set(wanted.map(([name, mark]) => keptAs(name, mark)));
    await forget([...kept].filter((address) => !known.has(address)));
    return true;
  }

  return {
    ready,
    has: async (text) => (await ready) && Object.hasOwn(marks, await clipName(text)),
    content: async (text) => ((await ready) ? content(await clipName(text)) : null),
    keepAll,
  };
}

/** Keep all clips some time after the start, and try again until they are there; nobody waits for it. */
export function keepClipsLater(wait = AFTER_START) {
  setTimeout(async () => (await createClipShelf().keepAll()) || keepClipsLater(AGAIN), wait);
}

/** Fetch one clip and keep it; `null` when the server cannot be reached or somebody else answers in its place. */
async function fetchClip(name, mark) {
  try {
    const answer = await fetch(new URL(`${name}.ogg`, FOLDER), { priority: "low", credentials: "omit" });
    const content = await answer.clone().arrayBuffer();
    // A captive portal answers 200 with a page of its own; only the very recording is kept and played.
    if (!answer.ok || (await contentMark(content)) !== mark) return null;
    await (await openCache())?.put(keptAs(name, mark), answer).catch(() => undefined);
    return content;
  } catch {
    return null;
  }
}

/** The cache of clips, or `null` where the browser refuses one: reading then needs the network. */
async function openCache() {
  try {
    return await caches.open(CACHE);
  } catch {
    return null;
  }
}

async function keptAddresses() {
  const requests = await (await openCache())?.keys().catch(() => []);
  return (requests ?? []).map((request) => request.url);
}

/** Forget clips whose text or recording changed; one that stays costs some kilobytes and nothing else. */
async function forget(addresses) {
  const cache = await openCache();
  for (const address of addresses) await cache?.delete(address).catch(() => false);
}
