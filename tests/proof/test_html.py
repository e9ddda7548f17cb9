"""HTML as text."""

from jupyter_quality.proof.html import text_of


def test_a_table_is_a_line_a_row() -> None:
    html = "<style>td {color: red}</style><table><tr><th></th><th>a</th></tr><tr><td>0</td><td>1.5 &lt; 2</td></tr></table>"
    assert text_of(html) == "a\n0\t1.5 < 2"


def test_ids_and_styles_are_no_text() -> None:
    assert text_of('<div id="T_1" class="x"><b>bold</b></div>') == text_of('<div id="T_2"><i>bold</i></div>') == "bold"


def test_where_only_a_script_draws_it_is_what_is_seen() -> None:
    assert text_of("<div></div><script>draw([1, 2])</script>") == "draw([1, 2])"


def test_what_is_shown_from_elsewhere_is_seen() -> None:
    assert text_of("<img src='a.png'>") != text_of("<img src='b.png'>")


def test_broken_html_is_read_as_far_as_it_goes() -> None:
    assert text_of("<table><tr><td>1<td>2</tr><p>end") == "1\t2\nend"
