// App: decides what this tablet shows, and starts it.
import { keepClipsLater } from "./clips.js";
import * as clock from "./clock.js";
import { renderCode } from "./code.js";
import * as device from "./device.js";
import { renderEnrolment } from "./enrol.js";
import { startInterviews } from "./interview/interviews.js";
import { closeOpen, isAnswering } from "./outbox.js";
import { register, setMode, updateWhenIdle } from "./renewal.js";
import { renderRest } from "./rest.js";
import { startSurvey } from "./screens/survey.js";
import { pairScanned, watchLotus } from "./staff.js";
import { health, StorageBroken } from "./store.js";
import * as sync from "./sync.js";
import { load as loadWords } from "./words.js";

const IDLE_LOOK = 60000;
const LOCK = "langnghe-kiosk";
const root = document.getElementById("app");

main();

async function main() {
  // A page brought back from the browser's memory would show the citizen before.
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  document.addEventListener("contextmenu", (event) => event.preventDefault());
  try {
    await loadWords();
  } catch {
    setTimeout(() => location.reload(), 10000);
    return;
  }
  if (!isSecureContext || !crypto.subtle || !window.indexedDB) {
    renderRest(root, "insecure");
    return;
  }
  if (!(await isOnlyTab())) {
    renderRest(root, "second");
    // As soon as the other one has gone, this one takes its place.
    navigator.locks.request(LOCK, () => location.reload());
    return;
  }
  await begin();
}

async function begin() {
  register();
  keepClipsLater();
  watchLotus();
  // Where nobody answers, a newer app may start at any time; the survey asks by itself, between two citizens.
  setInterval(() => root.querySelector(".rest, main.code") && updateWhenIdle(), IDLE_LOOK);
  health.addEventListener("broken", () => renderRest(root, "storage"), { once: true });
  try {
    const tablet = await device.load();
    await clock.start();
    if (!tablet) {
      renderEnrolment(root);
      return;
    }
    // An unfinished interview waits for its interviewer's word.
    if (tablet.revoked || tablet.bundle?.settings.mode !== "interview") await closeOpen();
    await sync.start();
    show(tablet);
    pairScanned();
    window.addEventListener("hashchange", pairScanned);
  } catch (error) {
    // Storage that fails has shown the rest screen already.
    if (!(error instanceof StorageBroken)) throw error;
  }
}

function show(tablet) {
  const isRested = Boolean(tablet.revoked);
  device.events.addEventListener("standing", () => {
    // Somebody who is answering may finish; the attract screen then asks `updateWhenIdle`.
    if (isRested || !isAnswering()) location.reload();
  });
  if (isRested) {
    renderRest(root, "revoked");
    return;
  }
  if (!tablet.bundle) {
    device.events.addEventListener("bundle", () => location.reload());
    renderRest(root, "waiting");
    return;
  }
  const { mode } = tablet.bundle.settings;
  setMode(mode);
  if (mode === "code") renderCode(root, tablet);
  else if (mode === "interview") startInterviews(root, tablet);
  else startSurvey(root, tablet);
}

/** One tab works; a lock of the browser ends with its tab, however it ends. */
async function isOnlyTab() {
  if (!navigator.locks) return true;
  for (const pause of [0, 500, 1500]) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    // After a reload the page before may hold it for a moment.
    if (await isFree()) return true;
  }
  return false;
}

function isFree() {
  return new Promise((resolve) => {
    navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
      resolve(Boolean(lock));
      return lock ? new Promise(() => {}) : undefined;
    });
  });
}
