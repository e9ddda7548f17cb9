"""What a person sees of outputs."""

from jupyter_quality.proof.seen import Seen, SeenKind, seen


def printed(text: object, name: str = "stdout") -> dict:
    return {"output_type": "stream", "name": name, "text": text}


def shown(**data: object) -> dict:
    return {"output_type": "display_data", "data": {name.replace("__", "/").replace("_", "+"): value for name, value in data.items()}}


def test_pieces_of_a_stream_are_one_text() -> None:
    assert seen([printed(["a\n", "b"]), printed("c\n")]) == (Seen(SeenKind.PRINTED, "a\nbc\n"),)


def test_a_terminal_is_read_as_it_ends() -> None:
    outputs = [printed("\x1b[31mred\x1b[0m\r\n10%\r100%\nab\b\bxy\n")]
    assert seen(outputs) == (Seen(SeenKind.PRINTED, "red\n100%\nxy\n"),)


def test_stderr_is_seen_where_it_is_asked_for() -> None:
    outputs = [printed("careful", "stderr")]
    assert seen(outputs) == ()
    assert seen(outputs, warnings=True) == (Seen(SeenKind.WARNED, "careful"),)


def test_the_richest_form_counts() -> None:
    table = shown(text__plain="   a\n0  1", text__html="<table><tr><td>0</td><td>1</td></tr></table>")
    assert seen([table]) == (Seen(SeenKind.TABLE, "0\t1", "text/html", "   a\n0  1"),)
    picture = shown(text__plain="<Figure>", image__png="iVBO\nRw0K\n")
    assert seen([picture]) == (Seen(SeenKind.PICTURE, "iVBORw0K", "image/png", "<Figure>"),)


def test_an_error_is_its_name_and_message() -> None:
    error = {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["at 0x1"]}
    assert seen([error]) == (Seen(SeenKind.ERROR, "ValueError: no"),)


def test_widgets_are_not_seen() -> None:
    view = {"model_id": "abc", "version_major": 2}
    output = {"output_type": "display_data", "data": {"application/vnd.jupyter.widget-view+json": view, "text/plain": "IntSlider()"}}
    assert seen([output]) == ()


def test_outputs_of_an_older_format() -> None:
    assert seen([{"output_type": "pyout", "text": ["4"]}]) == (Seen(SeenKind.TEXT, "4", plain="4"),)
    assert seen([{"output_type": "display_data", "png": "AAAA"}])[0].kind is SeenKind.PICTURE


def test_what_is_no_output_is_not_seen() -> None:
    assert seen([{}, {"output_type": "display_data", "data": 3}, {"output_type": "display_data", "data": {"x/y": 1}}]) == ()
