"""Pictures as people send them: drawn here, turned by a camera, with notes of where they were taken."""

from io import BytesIO
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

#: What an upright picture shows in its middle: above this, below that.
SKY, GROUND = (40, 90, 200), (200, 60, 40)
PLACE = "Xã Mẫu, bàn làm việc"


def picture(width: int = 400, height: int = 400, mode: str = "RGB") -> Image.Image:
    """Return a picture with SKY in its upper half and GROUND in its lower one."""
    image = Image.new("RGB", (width, height), SKY)
    image.paste(GROUND, (0, height // 2, width, height))
    return image.convert(mode)


def jpeg(width: int = 400, height: int = 400, **how: Any) -> bytes:
    """Return `picture` as a JPEG file."""
    return written(picture(width, height), "JPEG", **how)


def jpeg_of_a_phone(width: int = 800, height: int = 600) -> bytes:
    """Return an upright picture of a phone held sideways: turned in the file, with a note of that and of the place."""
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.ImageDescription] = PLACE
    exif[Base.Make] = "Hãng máy"
    exif.get_ifd(IFD.GPSInfo).update({GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (15.0, 53.0, 24.0)})
    # Seen upright it is turned back by the camera's note: a quarter clockwise.
    lying = picture(height, width).transpose(Image.Transpose.ROTATE_90)
    return written(lying, "JPEG", exif=exif, comment=PLACE.encode())


def written(image: Image.Image, kind: str, **how: Any) -> bytes:
    """Return a picture as a file of this kind."""
    stream = BytesIO()
    image.save(stream, kind, **how)
    return stream.getvalue()


def opened(content: bytes) -> Image.Image:
    """Return a file's picture, unfolded."""
    image = Image.open(BytesIO(content))
    image.load()
    return image
