// Staff corner: behind the lotus and a PIN, how this tablet is and what may be done with it; never an answer.
import { current, placeOf } from "./device.js";
import { forgetScanned, isScanned, renderEnrolment } from "./enrol.js";
import { localDay, localTime } from "./hours.js";
import { askPin } from "./pin.js";
import { knownUntil } from "./roster.js";
import { button, element } from "./screens/element.js";
import { exported, offerShelfAgain } from "./sending.js";
import { battery, events, sendNow, state } from "./sync.js";
import { t } from "./words.js";

/** Open the corner whenever the document says "staff": the lotus of every screen does, held down. */
export function watchLotus() {
  document.addEventListener("staff", () => openCorner());
}

/** A device that is paired and whose camera has read the code of another pairing: after the PIN it is paired anew. */
export function pairScanned() {
  if (isScanned()) openCorner({ isPairing: true });
}

function openCorner({ isPairing = false } = {}) {
  const device = current();
  if (!device || document.querySelector("dialog.staff")) return;
  const panel = element("div", { class: "corner" });
  const dialog = element("dialog", { class: "staff", "aria-label": t("staff.title") }, panel);
  const close = () => dialog.close();
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (isPairing) forgetScanned();
  });
  document.getElementById("staff").append(dialog);
  dialog.showModal();
  const admit = () => (isPairing ? renderEnrolment(panel, { cancel: close }) : showCorner(panel, { device, close }));
  // Without a bundle there is no PIN yet, and nothing to see but how to pair.
  const why = isPairing ? t("enrol.scanned") : "";
  if (device.bundle) askPin(panel, { pin: device.bundle.settings.pin, why, close, admit }).catch(close);
  else admit();
}

async function showCorner(panel, { device, close }) {
  const facts = element("dl", { class: "staff-facts" });
  const note = element("p", { class: "corner-note", role: "status" });
  const draw = async () => facts.isConnected && facts.replaceChildren(...pairs(await known(device)));
  const act = (work) => async (event) => {
    event.target.disabled = true;
    await work().catch(() => (note.textContent = t("rest.storage")));
    event.target.disabled = false;
    await draw();
  };
  panel.replaceChildren(
    element("h2", { text: t("staff.title") }),
    facts,
    note,
    element(
      "div",
      { class: "staff-actions" },
      button({ class: "corner-action", text: t("staff.send"), click: act(() => send(note)) }),
      button({ class: "corner-action", text: t("staff.export"), click: act(() => save(note)) }),
      button({ class: "corner-action", text: t("staff.pair"), click: () => pair(panel, { device, close }) }),
      fullScreen(),
    ),
    button({ class: "corner-primary", text: t("staff.close"), click: close }),
  );
  events.addEventListener("change", draw);
  await draw();
}

async function known(device) {
  const { bundle } = device;
  const at = (moment) => (bundle ? `${localTime(bundle, moment)} ${day(bundle, moment)}` : "");
  const until = bundle && knownUntil(bundle);
  const isPhone = Boolean(bundle?.round);
  return [
    [isPhone ? "staff.phone" : "staff.tablet", bundle ? `${bundle.tablet.name} (${device.id})` : String(device.id)],
    [isPhone ? "staff.round" : "staff.counter", bundle ? placeOf(bundle) : t("staff.unknown")],
    ["staff.queue", String(state.queue)],
    ["staff.shelf", String(state.shelf)],
    ["staff.contact", state.lastContact ? at(state.lastContact) : t("staff.never")],
    ...(isPhone ? [] : [["staff.roster", until ? day(bundle, until) : t("staff.unknown")]]),
    ["staff.persistent", said(state.persistent)],
    ["staff.battery", power(await battery())],
    ["staff.version", state.version],
  ];
}

function pairs(lines) {
  return lines.flatMap(([key, text]) => [element("dt", { text: t(key) }), element("dd", { text })]);
}

function day(bundle, moment) {
  return localDay(bundle, moment).split("-").reverse().join("/");
}

function said(value) {
  if (value === null) return t("staff.unknown");
  return t(value ? "staff.yes" : "staff.no");
}

function power(found) {
  if (!found) return t("staff.unknown");
  return t(found.charging ? "staff.charging" : "staff.percent", { percent: Math.round(found.level * 100) });
}

/** What was put aside is offered again too: its file may have been imported meanwhile. */
async function send(note) {
  note.textContent = t("staff.sending");
  if (!state.revoked) await offerShelfAgain();
  note.textContent = t((await sendNow()) ? "staff.sent" : "staff.unsent");
}

async function save(note) {
  const text = await exported({ withQueue: Boolean(state.revoked) });
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const name = `langnghe-${current().id}-${new Date().toISOString().slice(0, 10)}.json`;
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
  note.textContent = t("staff.exported", { count: JSON.parse(text).items.length });
}

function pair(panel, { device, close }) {
  renderEnrolment(panel, { cancel: () => showCorner(panel, { device, close }) });
}

function fullScreen() {
  const isFull = Boolean(document.fullscreenElement);
  const change = () => (isFull ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  const text = t(isFull ? "staff.leave" : "staff.full");
  const toggle = button({ class: "corner-action", text, click: () => change().then(redraw, () => {}) });
  const redraw = () => toggle.isConnected && toggle.replaceWith(fullScreen());
  return toggle;
}
