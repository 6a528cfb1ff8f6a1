// QR codes drawn as SVG: sharp at every size, with the quiet zone cameras need, and a name for screen readers.

import { correction, generate } from "./vendor/lean-qr/lean-qr.js";

const SVG = "http://www.w3.org/2000/svg";
/** Light modules on every side (ISO/IEC 18004 asks for four). */
export const QUIET_ZONE = 4;

/**
 * Return an SVG element that shows a text as QR code, dark on white whatever the page is.
 * Level M at least (15 % may be covered); the level rises by itself where the size allows.
 * @param {string} text what a phone reads, usually an address
 * @param {string} label what a screen reader says instead of the picture
 * @returns {SVGSVGElement}
 * @throws {Error} when the text is longer than a QR code can hold (2,331 bytes)
 */
export function qrSvg(text, label) {
  const code = generate(text, { minCorrectionLevel: correction.M });
  const side = code.size + 2 * QUIET_ZONE;
  const drawing = element("svg", { viewBox: `0 0 ${side} ${side}`, role: "img", "aria-label": label });
  // Without it the edges between modules shimmer on screens whose pixels do not meet them.
  drawing.setAttribute("shape-rendering", "crispEdges");
  drawing.append(
    element("rect", { width: side, height: side, fill: "#fff" }),
    element("path", { d: modules(code), fill: "#000" }),
  );
  return drawing;
}

/**
 * Return the dark modules as one path; those side by side share a stroke, so that no seam shows.
 * @param {{size: number, get: (x: number, y: number) => boolean}} code
 */
function modules(code) {
  let path = "";
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      const begin = x;
      while (code.get(x, y)) x += 1;
      if (x > begin) path += `M${begin + QUIET_ZONE} ${y + QUIET_ZONE}h${x - begin}v1h${begin - x}z`;
    }
  }
  return path;
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
