// Renewal: a newer app waits until nobody is at the screen; it never touches the outbox.
import * as device from "./device.js";

/** What the screens that run now were started with. */
let mode = null;
let registration = null;

/** Register the service worker and look for a newer app now and then. @returns {Promise<void>} */
export async function register() {
  try {
    registration = await navigator.serviceWorker.register("/kiosk/sw.js", { updateViaCache: "none" });
  } catch {
    // Without a network the one installed before goes on working.
    registration = (await navigator.serviceWorker.getRegistration("/kiosk/")) ?? null;
  }
  setInterval(() => registration?.update().catch(() => {}), 60 * 60 * 1000);
}

/** @param {"survey"|"code"|"interview"} started Mode of the screens that were started. */
export function setMode(started) {
  mode = started;
}

/**
 * Call it whenever nobody is answering (attract screen shown, and every minute while it stays): starts a newer app
 * that waits, the other mode when the desk has chosen it, or the rest screen when the office wants no more answers. Else it does nothing.
 * @returns {boolean} Will the page reload now?
 */
export function updateWhenIdle() {
  const { bundle, revoked } = device.current() ?? {};
  const wanted = bundle?.settings.mode;
  if (registration?.waiting) {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting.postMessage("take over");
    return true;
  }
  if (mode && (revoked || (wanted && wanted !== mode))) {
    location.reload();
    return true;
  }
  return false;
}
