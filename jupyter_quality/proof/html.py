"""HTML as the text that a person reads: a line a row, the cells of a row apart by tabs; styles and scripts are no text."""

from html.parser import HTMLParser

_SILENT = frozenset({"style", "script", "head", "title", "template", "noscript"})
_LINES = frozenset(
    {"tr", "p", "div", "br", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "section", "details", "hr"}
)
_CELLS = frozenset({"td", "th"})


def text_of(html: str) -> str:
    """The text in HTML; its scripts where it has no text, since they are then what draws."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split(" ")).strip() for line in "".join(reader.text).split("\n"))
    return "\n".join(line for line in lines if line) or "".join(reader.scripts).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.scripts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _LINES:
            self.text.append("\n")
        elif tag in _CELLS:
            self.text.append("\t")
        elif tag in {"img", "iframe", "video", "audio"}:
            self.text.append(f"[{tag} {dict(attrs).get('src') or dict(attrs).get('srcdoc') or ''}]")

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        elif tag in _LINES:
            self.text.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text.append(data)
        elif self._silent[-1] == "script":
            self.scripts.append(data)
