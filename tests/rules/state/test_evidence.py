from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._example import parse
from jupyter_quality.rules.state._evidence import only_in_kernel, ran_without_error


def reading_of(text: str) -> Reading:
    return Reading(parse(text).notebook)


def test_only_a_cell_with_a_count_and_no_saved_error_ran_well() -> None:
    reading = reading_of("""
    # %% [1]
    1
    # %% [2]
    2
    #! ValueError: no
    # %%
    3
    # %% [4]
    print('"error"')
    #> "error"
    """)
    assert [ran_without_error(cell) for cell in reading.cells] == [True, False, False, True]


def test_a_name_is_only_in_the_kernel_where_a_cell_surely_read_it() -> None:
    reading = reading_of("""
    # %% [1]
    def later(): return gone
    # %% [2]
    [gone for _ in range(0)]
    # %% [3]
    print(gone)
    """)
    assert only_in_kernel(reading, "gone") is reading.cells[2]
    assert only_in_kernel(reading, "later") is None


def test_a_name_that_a_magic_mentions_proves_nothing() -> None:
    reading = reading_of("""
    # %% [1]
    %some_magic -x gone
    # %% [2]
    print(gone)
    """)
    assert only_in_kernel(reading, "gone") is None
