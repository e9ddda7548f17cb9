"""The decoder against pictures that are packed here in each way, and against matplotlib's own reader."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_quality.proof.png import PictureError, decoded


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, colour: int, rows: bytes, *more: bytes, depth: int = 8, interlaced: int = 0) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(more) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def filtered(rows: list[bytes], kinds: list[int], step: int) -> bytes:
    """Rows packed with filters, as the specification defines them."""
    above, out = bytes(len(rows[0])), bytearray()
    for row, kind in zip(rows, kinds, strict=True):
        out.append(kind)
        for i, value in enumerate(row):
            left, corner = (row[i - step], above[i - step]) if i >= step else (0, 0)
            up = above[i]
            guess = left + up - corner
            paeth = min((left, up, corner), key=lambda c: abs(guess - c))
            out.append((value - (0, left, up, (left + up) // 2, paeth)[kind]) % 256)
        above = row
    return bytes(out)


@given(st.data())
def test_each_filter_is_undone(data: st.DataObject) -> None:
    width, height = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 6))
    rows = [data.draw(st.binary(min_size=3 * width, max_size=3 * width)) for _ in range(height)]
    kinds = [data.draw(st.integers(0, 4)) for _ in range(height)]
    picture = decoded(png(width, height, 2, filtered(rows, kinds, 3)))
    assert (picture.width, picture.height, picture.pixels) == (width, height, b"".join(rows))


def test_what_is_clear_is_white() -> None:
    assert decoded(png(2, 1, 6, b"\0" + bytes([9, 9, 9, 0, 1, 2, 3, 255]))).pixels == bytes([255, 255, 255, 1, 2, 3])
    assert decoded(png(1, 1, 4, b"\0" + bytes([0, 0]))).pixels == bytes([255] * 3)
    palette = chunk(b"PLTE", bytes([1, 2, 3, 4, 5, 6])), chunk(b"tRNS", bytes([255, 0]))
    assert decoded(png(2, 1, 3, b"\0\0\1", *palette)).pixels == bytes([1, 2, 3, 255, 255, 255])
    assert decoded(png(1, 1, 0, b"\0\7")).pixels == bytes([7, 7, 7])


def test_a_real_figure() -> None:
    pyplot = pytest.importorskip("matplotlib.pyplot")
    numpy = pytest.importorskip("numpy")
    figure, axes = pyplot.subplots(figsize=(2, 1))
    axes.plot([1, 3, 2])
    file = io.BytesIO()
    figure.savefig(file, format="png")
    picture = decoded(file.getvalue())
    expected = (pyplot.imread(io.BytesIO(file.getvalue()))[..., :3] * 255).round().astype("uint8")
    assert numpy.array_equal(numpy.frombuffer(picture.pixels, "uint8").reshape(picture.height, picture.width, 3), expected)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
        png(2, 2, 2, b"\0"),
        png(1, 1, 2, b"\0\0\0\0", depth=16),
        png(1, 1, 2, b"\0\0\0\0", interlaced=1),
        png(1, 1, 2, b"\7\0\0\0"),
        png(60000, 60000, 2, b""),
        png(1, 1, 2, b"\0\0\0\0")[:-26],
    ],
)
def test_what_is_not_read_is_said(data: bytes) -> None:
    with pytest.raises(PictureError):
        decoded(data)


@given(st.binary())
def test_no_bytes_do_more_than_that(data: bytes) -> None:
    with pytest.raises(PictureError):
        decoded(b"\x89PNG\r\n\x1a\n" + data)
