// Elements made by name, never from markup: what an office or a citizen wrote always stays text.

const SVG = "http://www.w3.org/2000/svg";
const DRAWINGS = new URL("../drawings.svg", import.meta.url).pathname;

/**
 * Return a new element.
 * @param {string} tag
 * @param {Object<string, unknown>} [properties] Attributes; `class` and `text` as they say, functions listen to the
 *   event of their name, `true` sets an empty attribute, `false` and `null` leave it out.
 * @param {...(Node|string|null)} children `null` is left out.
 * @returns {HTMLElement}
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "text") made.textContent = String(value);
    else if (typeof value === "function") made.addEventListener(name, value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/**
 * Return a push button.
 * @param {Object<string, unknown>} properties As in `element`; `click` is what it does.
 * @param {...(Node|string|null)} children
 * @returns {HTMLButtonElement}
 */
export function button(properties, ...children) {
  return element("button", { type: "button", ...properties }, ...children);
}

/**
 * Return a drawing of drawings.svg, silent for screen readers: a word always stands beside it.
 * @param {string} name Such as "face-5".
 * @returns {SVGSVGElement}
 */
export function drawing(name) {
  const made = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${DRAWINGS}#${name}`);
  made.setAttribute("aria-hidden", "true");
  made.append(use);
  return made;
}

/**
 * Return an element of a drawing.
 * @param {string} tag
 * @param {Object<string, string|number>} attributes
 * @returns {SVGElement}
 */
export function shape(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}
