import pytest

from brinkwatch import gazetteer
from brinkwatch.errors import InputError
from brinkwatch.gazetteer.added import Added, load

NORLAND = [
    Added("XNO", "state", "Norland"),
    Added("XNO", "demonym", "Norlandic"),
    Added("XNO", "capital", "Port Aven"),
    Added("XNO", "leader", "Ilse Maren"),
]


def test_names_of_the_user_are_known_within_the_block_alone():
    text = "Ilse Maren warned Russia in Port Aven. The Norlandic army waits, Maren said."
    with gazetteer.knowing(NORLAND):
        found = [(m.code, m.text) for m in gazetteer.find(text, "2008-05-01")]
        assert gazetteer.name("XNO") == "Norland"
        assert gazetteer.is_state("XNO")
    assert found == [
        ("XNO", "Ilse Maren"), ("RUS", "Russia"), ("XNO", "Port Aven"),
        ("XNO", "Norlandic army"), ("XNO", "Maren"),
    ]  # fmt: skip
    assert [m.code for m in gazetteer.find(text, None)] == ["RUS"]
    assert not gazetteer.is_state("XNO")


def test_a_file_of_names_is_read(tmp_path):
    file = tmp_path / "actors.csv"
    file.write_text("# ours\ncode,kind,name\nXNO,state,Norland\n", "utf-8")
    assert load(file) == (Added("XNO", "state", "Norland"),)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"code,name\nXNO,Norland\n", "no column kind; give a CSV with the columns"),
        (
            b"# ours\n\ncode,kind,name\nXNO,state,Norland\nXNO,kingdom,Norland\n",
            r"line 5, column kind: found 'kingdom'; give one of state, demonym",
        ),
        (b"code,kind,name\nXNO,state,\n", "line 2, column name: found ''"),
        (b"code,kind,name\nno land,state,Norland\n", "line 2, column code: found 'no land'"),
        (b"code,kind,name\n# XNO,state,Norland\n", "no name below the line of columns"),
        (b"code,kind,name\nXNO,state,Norl\xe5nd\n", "no text in UTF-8"),
        (b"", "no column code, kind, name"),
    ],
)
def test_a_wrong_file_of_names_is_refused_in_a_sentence(tmp_path, content, said):
    file = tmp_path / "actors.csv"
    file.write_bytes(content)
    with pytest.raises(InputError, match=said):
        load(file)


def test_a_missing_file_of_names_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        load(tmp_path / "nowhere.csv")
