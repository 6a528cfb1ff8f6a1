// The on-screen keyboard: while it covers part of the page, the screen shrinks to what can still be seen.

/** A part of the window that is gone while a text field has the focus must be the keyboard. */
const COVERED = 0.8;

/**
 * Fit an element to the part of the window that the keyboard leaves.
 * @param {HTMLElement} root
 * @returns {{reset: () => void, stop: () => void}}
 */
export function createKeyboard(root) {
  const view = window.visualViewport;
  const life = new AbortController();
  let whole = innerHeight;

  function fit() {
    const field = document.activeElement;
    const isTyping = field.matches("textarea, input") && root.contains(field);
    if (!isTyping) return reset();
    const isCovered = view.scale === 1 && view.height < whole * COVERED;
    root.classList.toggle("typing", isCovered);
    if (!isCovered) return unfit();
    root.style.setProperty("--seen", `${view.height}px`);
    root.style.setProperty("--above", `${view.offsetTop}px`);
    field.scrollIntoView({ block: "nearest" });
  }
  function unfit() {
    root.style.removeProperty("--seen");
    root.style.removeProperty("--above");
  }
  function reset() {
    whole = innerHeight;
    root.classList.remove("typing");
    unfit();
  }
  if (view) {
    for (const kind of ["resize", "scroll"]) view.addEventListener(kind, fit, { signal: life.signal });
    root.addEventListener("focusin", fit, { signal: life.signal });
  }
  return {
    reset,
    stop() {
      life.abort();
      reset();
    },
  };
}
