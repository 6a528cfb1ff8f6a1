"""QR codes: an address as a vector or pixel image that survives print, lamination and a scratched corner."""

from base64 import b64encode
from io import BytesIO, StringIO
from typing import Any, Literal

from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.image.pure import PyPNGImage
from qrcode.image.svg import SvgPathFillImage
from qrcode.main import QRCode

#: The standard asks for four light modules on every side (ISO/IEC 18004, quiet zone); less fails on dark paper.
QUIET_ZONE_MODULES = 4
#: How much of a code may be dirty (ISO/IEC 18004, error correction): Q a quarter, M a seventh. What is printed large
#: takes Q; what is printed small takes M, whose fewer modules are larger, and a larger module is read from further.
Correction = Literal["M", "Q"]
_LEVELS: dict[Correction, int] = {"M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q}
#: A downloaded drawing printed as it is measures at least 60 mm for every address we make (25 modules and more).
SVG_MODULE_MM = 3


def svg(url: str, *, title: str | None = None, correction: Correction = "Q") -> bytes:
    """Return the code as a drawing with a white ground and a title for those who cannot see it.

    The title is the address itself unless the caller has words for it.
    """
    code = _code(url, correction)
    # The library counts in tenths of a millimetre.
    code.box_size = SVG_MODULE_MM * 10
    image = code.make_image(image_factory=SvgPathFillImage)
    drawing = image.get_image()
    drawing.set("role", "img")
    # Without it the edges between modules shimmer on screens whose pixels do not meet them.
    drawing.set("shape-rendering", "crispEdges")
    name = drawing.makeelement("title", {})
    name.text = title or url
    drawing.insert(0, name)
    stream = BytesIO()
    image.save(stream)
    return stream.getvalue()


def embedded(url: str, *, title: str) -> str:
    """Return the drawing as an address that a page carries in itself, so that a secret is never fetched by name."""
    return "data:image/svg+xml;base64," + b64encode(svg(url, title=title)).decode()


def png(url: str, *, module_pixels: int = 16) -> bytes:
    """Return the code in black and white, each module `module_pixels` wide."""
    if module_pixels < 1:
        raise ValueError(f"a module cannot be {module_pixels} pixels wide")
    code = _code(url)
    code.box_size = module_pixels
    stream = BytesIO()
    code.make_image(image_factory=PyPNGImage).save(stream)
    return stream.getvalue()


def terminal(url: str) -> str:
    """Return the code as text of half blocks, to be scanned off a dark terminal."""
    stream = StringIO()
    _code(url).print_ascii(out=stream, invert=True)
    return stream.getvalue()


def modules(url: str, *, correction: Correction = "Q") -> int:
    """Return how many modules one side of the code has, without the quiet zone."""
    # Version 1 has 21, each further one four more; finding the version is a hundredth of the work of drawing it.
    return 17 + 4 * _code(url, correction).best_fit()


def _code(url: str, correction: Correction = "Q") -> QRCode[Any]:
    """Return the code to be drawn."""
    code: QRCode[Any] = QRCode(error_correction=_LEVELS[correction], border=QUIET_ZONE_MODULES)
    code.add_data(url)
    return code
