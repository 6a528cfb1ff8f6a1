// Code: a full screen with a QR code that changes every 30 seconds and needs no network.
import * as clock from "./clock.js";
import * as device from "./device.js";
import { qrSvg } from "./qr.js";
import { element } from "./screens/element.js";
import { lotus, placeOf } from "./screens/frame.js";
import { t } from "./words.js";
import { utf8 } from "./bytes.js";

/** How long one code stands, in ms; the server counts the same half minutes (core/domain/changing_code.py). */
const SLOT = 30000;
/** How often it is looked whether a new half minute has begun, in ms; the clock may have been set meanwhile. */
const LOOK = 200;
/** The office answers within this time (ms) of the start, or cannot be reached. */
const PATIENCE = 10000;
const MAC_BYTES = 10;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * Show the changing code, for as long as the page stands.
 * @param {HTMLElement} root Emptied and owned from now on.
 * @param {import("./device.js").Device} tablet With its bundle.
 * @returns {() => void} Stops it.
 */
export function renderCode(root, tablet) {
  const place = element("figure", { class: "qr" });
  const bar = element("div", { class: "left", "aria-hidden": "true" }, element("i"));
  const note = element("p", { class: "note", role: "status" });
  const began = performance.now();
  let shown = null;
  let next = null;

  /** The code of a half minute, drawn; the same promise again for the one that was prepared. */
  function prepared(slot) {
    const address = tablet.bundle.address;
    if (next?.slot !== slot || next.address !== address) next = { slot, address, drawing: draw(tablet, slot) };
    return next.drawing;
  }

  async function look() {
    const slot = Math.floor(clock.now() / SLOT);
    const isDoubtful = clock.offset() === null && performance.now() - began > PATIENCE;
    say(note, isDoubtful ? t("code.unmeasured") : "");
    if (slot === shown) return;
    shown = slot;
    const drawing = await prepared(slot);
    // Meanwhile the next half minute may have begun.
    if (slot !== shown) return;
    place.replaceChildren(drawing);
    empty(bar, slot);
    prepared(slot + 1);
  }

  function redraw() {
    const { bundle } = tablet;
    root.dataset.screen = "code";
    root.replaceChildren(
      element("header", { class: "band" }, lotus(), placeOf(bundle)),
      element(
        "main",
        { class: "code" },
        element("div", { class: "words" }, element("h1", { text: t("code.title") }), steps(), elsewhere(bundle)),
        element("div", { class: "card" }, place, bar, element("p", { text: t("code.changes") })),
      ),
      element("footer", { class: "foot" }, note),
    );
    [shown, next] = [null, null];
    look();
  }

  const timer = setInterval(look, LOOK);
  device.events.addEventListener("bundle", redraw);
  const release = keepAwake();
  redraw();
  return () => {
    clearInterval(timer);
    device.events.removeEventListener("bundle", redraw);
    release();
  };
}

/**
 * The text a code carries beside the counter's address: the office knows by it which screen showed it, and when.
 * @param {CryptoKey} key HMAC-SHA-256.
 * @param {number} id Of the tablet.
 * @param {number} slot Half minutes since 1970.
 * @returns {Promise<string>} 16 letters and digits (Base32, RFC 4648, of the first ten bytes).
 */
export async function codeText(key, id, slot) {
  const mac = await crypto.subtle.sign("HMAC", key, utf8(`langnghe-code-1\n${id}\n${slot}`));
  const bits = Array.from(new Uint8Array(mac, 0, MAC_BYTES), (byte) => byte.toString(2).padStart(8, "0")).join("");
  return bits.replace(/.{5}/g, (five) => ALPHABET[parseInt(five, 2)]);
}

async function draw({ id, displayKey, bundle }, slot) {
  const text = await codeText(displayKey, id, slot);
  return qrSvg(`${bundle.address}?m=${text}`, t("code.label", { counter: bundle.counter?.name ?? bundle.unit }));
}

/** Let the bar empty evenly until the half minute is over; for those who want no motion it is not there (code.css). */
function empty(bar, slot) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const ends = (slot + 1) * SLOT;
  const left = Math.max(0, ends - clock.now());
  bar.firstChild.getAnimations().forEach((animation) => animation.cancel());
  bar.firstChild.animate(
    [{ transform: `scaleX(${left / SLOT})` }, { transform: "scaleX(0)" }],
    { duration: left, fill: "forwards" },
  );
}

function steps() {
  const list = ["code.step_camera", "code.step_point", "code.step_open"].map((key) => element("li", { text: t(key) }));
  return element("ol", {}, ...list);
}

/** For a phone that cannot scan: the counter's open address, which proves no visit. */
function elsewhere({ short_address: address }) {
  return element("p", { class: "elsewhere" }, `${t("code.no_camera")} `, element("b", { text: address }));
}

/** A sentence is said once, not with every look. */
function say(note, sentence) {
  if (note.textContent !== sentence) note.textContent = sentence;
}

/** Keep the screen lit where the browser can; it lets go whenever the page is hidden. @returns {() => void} */
function keepAwake() {
  let lock = null;
  const ask = async () => {
    if (!document.hidden) lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
  };
  document.addEventListener("visibilitychange", ask);
  ask();
  return () => {
    document.removeEventListener("visibilitychange", ask);
    lock?.release();
  };
}
