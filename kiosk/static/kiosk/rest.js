// Rest: what stands there while this tablet takes no answers, and how it comes back by itself.
import { current } from "./device.js";
import { qrSvg } from "./qr.js";
import { button, drawing, element } from "./screens/element.js";
import { lotus } from "./screens/frame.js";
import { isSound } from "./store.js";
import { t } from "./words.js";

const LOOK_EVERY = 30000;

/**
 * Show the rest screen instead of everything else; it never says thanks.
 * @param {HTMLElement} root
 * @param {"storage"|"revoked"|"waiting"|"second"|"insecure"} reason `storage` looks every half minute whether answers
 *   can be kept again and then starts anew.
 */
export function renderRest(root, reason) {
  const isSecond = reason === "second";
  const resting = current()?.bundle?.round ? "rest.phone_title" : "rest.title";
  const title = t(isSecond ? "rest.second_title" : resting);
  const again = button({ class: "corner-action", text: t("rest.again"), click: () => location.reload() });
  root.dataset.screen = "rest";
  root.replaceChildren(
    element(
      "main",
      { class: "rest" },
      isSecond ? drawing("lotus") : lotus(),
      element("h1", { text: title, tabindex: -1 }),
      element("p", { text: t(`rest.${reason}`) }),
      code(),
      isSecond ? again : null,
    ),
  );
  root.querySelector("h1").focus({ preventScroll: true });
  if (reason === "storage") setInterval(async () => (await isSound()) && location.reload(), LOOK_EVERY);
}

/** The counter's own code, so that a phone can take the answer meanwhile. */
function code() {
  const bundle = current()?.bundle;
  // An interviewer's phone has no code of its own.
  if (!bundle?.address) return null;
  const picture = qrSvg(bundle.address, t("rest.code"));
  return element("figure", { class: "rest-code" }, picture, element("figcaption", { text: bundle.short_address }));
}
