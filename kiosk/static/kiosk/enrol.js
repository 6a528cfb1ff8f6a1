// Enrolment: somebody of the office types the phrase from the desk, and this tablet belongs to a counter.
import { current, enrol, placeOf } from "./device.js";
import { counts } from "./outbox.js";
import { button, drawing, element } from "./screens/element.js";
import { StorageBroken } from "./store.js";
import { t } from "./words.js";

const SCANNED = "#phong-van=";

/** @returns {boolean} Was the code scanned that the desk shows for an interviewer's phone? */
export function isScanned() {
  return location.hash.startsWith(SCANNED);
}

/** Forget the code that was scanned: the next start is an ordinary one. */
export function forgetScanned() {
  if (isScanned()) history.replaceState(null, "", location.pathname);
}

/**
 * Show the form that pairs this tablet; afterwards the app starts anew.
 * @param {HTMLElement} root
 * @param {{cancel?: () => void}} [options] With a way back when a tablet that was paired is paired anew.
 */
export function renderEnrolment(root, { cancel } = {}) {
  // Whoever scans the code an interviewer is shown has the phrase typed in.
  const scanned = isScanned() ? decodeURIComponent(location.hash.slice(SCANNED.length)) : "";
  const field = element("input", {
    id: "phrase",
    name: "phrase",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    maxlength: 80,
    "aria-describedby": "phrase-error",
  });
  const error = element("p", { id: "phrase-error", class: "corner-error", role: "alert" });
  const send = element("button", { class: "corner-primary", text: t("enrol.send") });
  const form = element(
    "form",
    { class: "enrol", novalidate: true },
    drawing("lotus"),
    element("h1", { text: t(scanned ? "enrol.phone_title" : "enrol.title"), tabindex: -1 }),
    element("p", { text: t(scanned ? "enrol.phone_advice" : "enrol.advice") }),
    element("label", { for: "phrase", text: t("enrol.phrase") }),
    field,
    error,
    send,
    cancel ? button({ class: "corner-action", text: t("enrol.cancel"), click: cancel }) : null,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (send.disabled) return;
    send.disabled = true;
    send.textContent = t("enrol.sending");
    const refusal = await tried(field.value.trim());
    send.disabled = false;
    send.textContent = t("enrol.send");
    if (refusal === "enrolled") await showDone(root);
    else {
      error.textContent = t(`enrol.${refusal}`);
      field.setAttribute("aria-invalid", "true");
      field.focus();
    }
  });
  field.value = scanned.replaceAll("-", " ");
  root.dataset.screen = "enrol";
  root.replaceChildren(element(cancel ? "div" : "main", { class: "corner" }, form));
  field.focus();
  showWaiting(form, send);
}

async function tried(phrase) {
  if (!phrase) return "empty";
  try {
    return await enrol(phrase);
  } catch (error) {
    if (error instanceof StorageBroken) return "storage";
    throw error;
  }
}

/** Answers of an earlier pairing are not lost by a new one; say so before. */
async function showWaiting(form, send) {
  const { queue } = await counts().catch(() => ({ queue: 0 }));
  if (queue) send.before(element("p", { class: "corner-note", text: t("enrol.kept", { count: queue }) }));
}

async function showDone(root) {
  const { bundle, persistent } = current();
  const name = bundle ? placeOf(bundle) : "";
  const start = button({ class: "corner-primary", text: t("enrol.start"), click: begin });
  const done = element(
    "div",
    { class: "enrol" },
    drawing("lotus"),
    element("h1", { text: t("enrol.done"), tabindex: -1 }),
    name ? element("p", { text: t(bundle.round ? "enrol.round" : "enrol.counter", { name }) }) : element("p", { text: t("rest.waiting") }),
    element("p", { class: "corner-note", text: t(persistent ? "enrol.persistent" : "enrol.fleeting") }),
    start,
  );
  root.firstElementChild.replaceChildren(done);
  start.focus();
}

/** Full screen is granted to a touch only. */
async function begin() {
  await document.documentElement.requestFullscreen?.().catch(() => {});
  history.replaceState(null, "", location.pathname);
  location.reload();
}
