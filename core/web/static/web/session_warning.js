/**
 * Session warning: says two minutes before a session ends that it will, and lets one go on without losing a word.
 * Without this file nothing breaks: a form sent too late is kept by the server and offered again after sign-in.
 */

/**
 * What a session with this many seconds left shows.
 * @param {number} left seconds until the end
 * @param {number} warning seconds before the end at which it warns
 * @param {boolean} canExtend whether asking again would move the end
 * @returns {"nothing" | "soon" | "last" | "over"}
 */
export function part(left, warning, canExtend) {
  if (left <= 0) return "over";
  if (left > warning) return "nothing";
  return canExtend ? "soon" : "last";
}

/**
 * Asks the server for more time.
 * @param {string} address
 * @param {string} token the proof that our own page asks
 * @returns {Promise<number>} seconds the session lasts now, 0 when it is over
 */
async function extend(address, token) {
  const body = new URLSearchParams({ csrf_token: token });
  try {
    const answer = await fetch(address, { method: "POST", body, redirect: "manual" });
    return answer.ok ? (await answer.json()).seconds : 0;
  } catch {
    return -1;
  }
}

/**
 * Watches one page's session.
 * @param {HTMLElement} box the warning's element
 */
function watch(box) {
  const { address = "", token = "", seconds = "0" } = box.dataset;
  const warning = Number(box.dataset.warning);
  // Pages of the same session tell each other: what is done in one keeps all of them alive.
  const others = new BroadcastChannel("session");
  let end = Date.now() + Number(seconds) * 1000;
  let canExtend = true;

  const draw = () => {
    const shown = part((end - Date.now()) / 1000, warning, canExtend);
    for (const child of box.querySelectorAll("[data-part]")) {
      const isHidden = child.getAttribute("data-part") !== shown;
      if (child.hidden !== isHidden) child.hidden = isHidden;
    }
  };
  const last = (left) => {
    end = Date.now() + left * 1000;
    draw();
  };

  others.addEventListener("message", (event) => last(event.data));
  box.querySelector("button")?.addEventListener("click", async () => {
    const left = await extend(address, token);
    if (left < 0) return; // No network just now: the warning stays and can be pressed again.
    canExtend = left > warning;
    others.postMessage(left);
    last(left);
  });
  others.postMessage(Number(seconds));
  setInterval(draw, 1000);
  draw();
}

for (const box of document.querySelectorAll('[data-module="session-warning"]')) watch(box);
