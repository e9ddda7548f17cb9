"""PNG pictures as pixels, with the standard library alone. Source: the PNG specification, third edition (W3C)."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
LARGEST = 64 * 2**20
"""Bytes of pixels beyond which a picture is not looked into."""


class PictureError(ValueError):
    """Bytes that are no PNG picture, or one of a form that is not read: interlaced, or not of eight bits a channel."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels of red, green and blue, each of 0 to 255, a row after the other, laid over white."""

    width: int
    height: int
    pixels: bytes


def decoded(data: bytes) -> Picture:
    """The picture in these bytes. Raises PictureError."""
    try:
        chunks = list(_chunks(data))
        width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
        if depth != 8 or interlaced or colour not in _CHANNELS or width * height * 4 > LARGEST:
            raise PictureError("this form of PNG is not read")
        parts = dict(chunks)
        packed = b"".join(content for kind, content in chunks if kind == b"IDAT")
        size = height * (width * _CHANNELS[colour] + 1)
        raw = zlib.decompressobj().decompress(packed, size)
    except (struct.error, zlib.error, IndexError) as error:
        raise PictureError(f"no PNG picture: {error}") from None
    if len(raw) < size:
        raise PictureError("the picture ends early")
    plain = _unfiltered(raw, width * _CHANNELS[colour], _CHANNELS[colour])
    return Picture(width, height, _over_white(plain, colour, parts.get(b"PLTE", b""), parts.get(b"tRNS", b"")))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not data.startswith(_SIGNATURE):
        raise PictureError("no PNG picture")
    position = len(_SIGNATURE)
    while position + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        yield kind, data[position + 8 : position + 8 + length]
        position += length + 12


def _unfiltered(raw: bytes, stride: int, step: int) -> bytes:
    """The rows without the filters that each is packed with; `step` is how many bytes a pixel has."""
    above, rows = bytearray(stride), []
    for start in range(0, len(raw), stride + 1):
        kind, row = raw[start], bytearray(raw[start + 1 : start + 1 + stride])
        if kind == 1:
            for i in range(step, stride):
                row[i] = (row[i] + row[i - step]) & 255
        elif kind == 2:
            row = bytearray((a + b) & 255 for a, b in zip(row, above, strict=True))
        elif kind == 3:
            for i in range(stride):
                row[i] = (row[i] + ((row[i - step] if i >= step else 0) + above[i]) // 2) & 255
        elif kind == 4:
            _paeth(row, above, step)
        elif kind:
            raise PictureError("no PNG picture: there is no such filter")
        rows.append(row)
        above = row
    return b"".join(rows)


def _paeth(row: bytearray, above: bytearray, step: int) -> None:
    for i in range(len(row)):
        left, corner = (row[i - step], above[i - step]) if i >= step else (0, 0)
        up = above[i]
        by_left, by_up, by_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
        best = left if by_left <= by_up and by_left <= by_corner else up if by_up <= by_corner else corner
        row[i] = (row[i] + best) & 255


def _over_white(plain: bytes, colour: int, palette: bytes, transparent: bytes) -> bytes:
    if colour == 2:
        return plain
    if colour == 0:
        return bytes(value for value in plain for _ in range(3))
    if colour == 3:
        alphas = transparent.ljust(256, b"\xff")
        colours = palette.ljust(768, b"\0")
        table = [_blend(colours[3 * i : 3 * i + 3], alphas[i]) for i in range(256)]
        return b"".join(map(table.__getitem__, plain))
    step = _CHANNELS[colour]
    alpha = plain[step - 1 :: step]
    channels = [plain[0::step]] * 3 if colour == 4 else [plain[i::step] for i in range(3)]
    if alpha.count(255) != len(alpha):
        channels = [bytes((c * a + 255 * (255 - a)) // 255 for c, a in zip(one, alpha, strict=True)) for one in channels]
    pixels = bytearray(3 * len(alpha))
    for i, one in enumerate(channels):
        pixels[i::3] = one
    return bytes(pixels)


def _blend(colour: bytes, alpha: int) -> bytes:
    return bytes((c * alpha + 255 * (255 - alpha)) // 255 for c in colour)
