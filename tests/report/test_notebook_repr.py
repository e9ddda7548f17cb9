"""What a notebook shows of findings is text, whatever stands in the checked notebook."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from jupyter_quality.engine import CellLabel, LookedAt, Report
from jupyter_quality.notebook.document import Cell, CellKind, Notebook, Place, Span
from jupyter_quality.notebook.edit import Fix
from jupyter_quality.report.checked import Checked
from jupyter_quality.report.notebook_repr import Shown
from jupyter_quality.rules._finding import Finding, Severity

OURS = {"div", "p", "strong", "ul", "li", "span", "small", "code", "pre", "br"}
HOSTILE = st.text() | st.sampled_from(
    [
        "<script>alert(1)</script>",
        "' onmouseover='x",
        '"><img src=x onerror=x>',
        "</pre><b>",
        "&lt;script&gt;",
        "\x1b[31m\u202e",
        "<!--",
        "]]>",
    ]
)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, frozenset[str]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, frozenset(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment", frozenset()))


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_only_our_own_markup_is_there(name: str, rule: str, message: str, source: str, label: str, title: str) -> None:
    place = Place("a", 1, Span(1, 1, 1, 2))
    finding = Finding(rule, rule, Severity.WRONG, message, place, fix=Fix(title, ()))
    labels = (CellLabel("a", 1, label), CellLabel("b", 2, label))
    checked = Checked(name, Notebook(name, (Cell("a", 1, CellKind.CODE, source),)), Report(name, (finding,), labels, LookedAt(1, 1)))
    shown = Shown(checked, name)
    tags = Tags()
    tags.feed(shown._repr_html_())
    tags.close()
    assert {tag for tag, _ in tags.found} <= OURS
    assert frozenset[str]().union(*(names for _, names in tags.found)) <= {"class", "style"}
    assert not any(character in text for text in (tags.text, repr(shown)) for character in "\x1b\u202e")


def test_plain_text_for_a_terminal() -> None:
    place = Place("a", 1, Span(1, 1, 1, 2))
    finding = Finding("some-rule", "names", Severity.FRAGILE, "It breaks.", place)
    checked = Checked("a.ipynb", Notebook(None, (Cell("a", 1, CellKind.CODE, "x"),)), Report(None, (finding,), (), LookedAt(1, 1)))
    told = repr(Shown(checked, "a.ipynb as saved."))
    assert told.startswith("a.ipynb as saved.\n\nfragile some-rule: It breaks.\n  --> a.ipynb:cell 1:1:1\n  1 | x\n")
