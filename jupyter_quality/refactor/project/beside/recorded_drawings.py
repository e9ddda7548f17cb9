"""Drawings: the settings that they are made with, and what they show.

This file stands beside the tests of a project as it is, so it needs nothing but the standard library; matplotlib is
used where the project has loaded them.
"""

import contextlib
import sys


@contextlib.contextmanager
def drawing(encode):
    """Nothing is shown and no figure is open before; gives a function that describes the figures, those that were closed too."""
    plt = sys.modules.get("matplotlib.pyplot")
    if plt is None:
        yield lambda: described(sys.modules.get("matplotlib.pyplot"), encode)
        return
    show, close, closed = plt.show, plt.close, []

    def closing(*which):
        closed.extend(described(plt, encode))
        close(*which)

    close("all")
    plt.show, plt.close = lambda *_, **__: None, closing
    try:
        yield lambda: [*closed, *described(plt, encode)]
    finally:
        plt.show, plt.close = show, close


def drawing_settings():
    """The settings of matplotlib that are not as they are at its start."""
    mpl = sys.modules.get("matplotlib")
    if mpl is None:
        return {}
    found = {name: value for name, value in mpl.rcParams.items() if name != "backend" and value != mpl.rcParamsDefault[name]}
    plain = {name: value if isinstance(value, (str, int, float, list)) else str(value) for name, value in found.items()}
    return {name: value for name, value in plain.items() if value is not None}


@contextlib.contextmanager
def drawn_with(settings):
    """Drawings are made with these settings, whatever was set before; as they are where none are given."""
    mpl = sys.modules.get("matplotlib")
    if mpl is None or settings is None:
        yield
        return
    with mpl.rc_context():
        start = {name: value for name, value in mpl.rcParamsDefault.items() if not name.startswith("backend")}
        mpl.rcParams.update({**start, **settings})
        yield


def described(plt, encode):
    """The open figures, each as its size, its title, and its axes."""
    if plt is None:
        return []
    figures = [plt.figure(number) for number in plt.get_fignums()]
    return [
        [*map(float, figure.get_size_inches()), figure.get_suptitle(), [told_of(axes, encode) for axes in figure.axes]]
        for figure in figures
    ]


def axes_of(axes, encode):
    """What axes show: texts, limits, and the data and looks of lines, bars, points and pictures."""
    return {
        **frame_of(axes, encode),
        "texts": [text_of(text) for text in axes.texts],
        "lines": [line_of(line, encode) for line in axes.lines],
        "patches": [patch_of(patch, encode) for patch in list(axes.patches)[:50]],
        "points": [points_of(points, encode) for points in list(axes.collections)[:50]],
        "pictures": [picture_of(picture, encode) for picture in axes.images],
    }


def told_of(axes, encode):
    """What axes show; only that they are there, where they cannot be asked."""
    try:
        return axes_of(axes, encode)
    except Exception:  # noqa: BLE001 - a formatter or locator of the user's may raise anything
        return type(axes).__qualname__


def frame_of(axes, encode):
    """What stands around the data: titles, limits, ticks, the legend, the place among other axes."""
    legend, place = axes.get_legend(), axes.get_subplotspec()
    sides = [axis for name in ("xaxis", "yaxis", "zaxis") if (axis := getattr(axes, name, None)) is not None]
    return {
        "title": [axes.get_title(loc) for loc in ("center", "left", "right")],
        "size": axes.title.get_fontsize(),
        "place": list(map(int, place.get_geometry())) if place is not None else None,
        "on": bool(axes.axison),
        "aspect": str(axes.get_aspect()),
        "view": [float(axes.elev), float(axes.azim)] if hasattr(axes, "elev") else None,
        "legend": [text.get_text() for text in legend.get_texts()] if legend else None,
        "sides": [side_of(axis, encode) for axis in sides],
    }


def side_of(axis, encode):
    """An axis: its label, limits, scale, ticks and grid."""
    ticks = axis.get_major_ticks()
    return [
        axis.get_label_text(),
        axis.label.get_fontsize(),
        encode([float(end) for end in axis.get_view_interval()]),
        axis.get_scale(),
        encode(axis.get_majorticklocs(), 100),
        [label.get_text() for label in axis.get_ticklabels()[:50]],
        [ticks[0].gridline.get_visible(), float(ticks[0].label1.get_rotation()), ticks[0].label1.get_visible()] if ticks else None,
    ]


def text_of(text):
    """A text, where it stands and how it looks."""
    return [text.get_text(), *map(str, text.get_position()), text.get_fontsize(), str(text.get_color()), float(text.get_rotation())]


def line_of(line, encode):
    """A line: its data and its looks."""
    looks = [str(line.get_color()), line.get_linestyle(), str(line.get_marker()), float(line.get_linewidth()), float(line.get_markersize())]
    looks += [float(line.get_markeredgewidth()), str(line.get_markerfacecolor()), line.get_alpha(), str(line.get_label())]
    return [encode(line.get_xydata(), 100), *looks]


def patch_of(patch, encode):
    """A bar or another shape: its outline as it is drawn, and its looks."""
    outline = patch.get_patch_transform().transform(patch.get_path().vertices)
    return [encode(outline, 100), encode([*patch.get_facecolor(), *patch.get_edgecolor()]), float(patch.get_linewidth()), patch.get_hatch()]


def points_of(points, encode):
    """Points, areas, or the lines of a grid: where they are, and their looks."""
    colours = [encode(points.get_facecolor(), 100), encode(points.get_edgecolor(), 100), encode(points.get_array(), 100)]
    sizes = encode(points.get_sizes() if hasattr(points, "get_sizes") else None, 100)
    outlines = [encode(path.vertices * 1.0, 100) for path in points.get_paths()[:20]]
    return [
        encode(points.get_offsets(), 100),
        sizes,
        outlines,
        *colours,
        points.get_cmap().name,
        points.get_alpha(),
        str(points.get_label()),
    ]


def picture_of(picture, encode):
    """A picture: its data, and how its values become colours."""
    ends = [end if end is None else float(end) for end in picture.get_clim()]
    return [
        encode(picture.get_array(), 100),
        picture.get_cmap().name,
        *ends,
        [float(end) for end in picture.get_extent()],
        picture.get_alpha(),
    ]
