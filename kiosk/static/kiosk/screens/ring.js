// A ring that empties while seconds pass, with their number inside.
import { element, shape } from "./element.js";

const RADIUS = 24;
const ROUND = 2 * Math.PI * RADIUS;

/**
 * Return a ring. The number is for the eye: who listens is told in sentences.
 * @param {string} name Class of its look.
 * @returns {{element: HTMLElement, show: (seconds: number, whole: number) => void}} `show` takes the seconds left
 *   and those of the full ring.
 */
export function createRing(name) {
  const drawn = shape("svg", { viewBox: "0 0 56 56", "aria-hidden": "true" });
  const way = { cx: 28, cy: 28, r: RADIUS, fill: "none", "stroke-width": 5 };
  const rest = shape("circle", { ...way, "stroke-linecap": "round", transform: "rotate(-90 28 28)", class: "rest" });
  drawn.append(shape("circle", { ...way, class: "round" }), rest);
  const number = element("span", { "aria-hidden": "true" });
  return {
    element: element("span", { class: `ring ${name}` }, drawn, number),
    show(seconds, whole) {
      number.textContent = String(Math.ceil(seconds));
      rest.setAttribute("stroke-dasharray", `${(ROUND * Math.max(0, seconds)) / whole} ${ROUND}`);
    },
  };
}
