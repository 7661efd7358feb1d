"""Frameworks and glossary as files bring them."""

from portolan.vocabulary.domain.frameworks import load_frameworks, load_glossary
from portolan.vocabulary.enums import TermStatus
from portolan.vocabulary.models import Framework, GlossaryTerm, Node

FRAMEWORKS = (
    "code,name_en,name_fr,name_ar,labels,official_title,symbol,licence,source,complete\n"
    "tides,Pact of Tides,Pacte des marées,ميثاق المدّ,en:official fr:working ar:working,The Pact,T/1,free,,yes\n"
)
NODES = (
    "framework,code,parent,label_en,label_fr,label_ar,labels,note,source\n"
    "tides,16,,Peace,Paix,السلام,en:official,,\n"
    "tides,16.1,16,Calm,Calme,الهدوء,en:official,,\n"
    "tides,16.10,16,Charts,Cartes,الخرائط,en:official,a note,\n"
)
GLOSSARY = (
    "code,kind,en,fr,ar,ar_status,en_variants,fr_variants,ar_variants,note_en,note_fr,note_ar,"
    "forbidden_en,forbidden_fr,forbidden_ar,source\n"
    "pilot,term,pilot,pilote,مرشد,seen,,,,,,,helmsman,,,https://antillia.example\n"
)


def write(folder, **files: str) -> None:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")


def test_codes_of_nodes_are_text(tmp_path):
    write(tmp_path, frameworks=FRAMEWORKS, nodes=NODES)

    assert load_frameworks(tmp_path) == 4

    nodes = Node.objects.filter(parent__code="16").values_list("code", flat=True)
    assert (sorted(nodes), Framework.objects.get().is_complete) == (["16.1", "16.10"], True)


def test_loading_again_changes_nothing_and_a_new_wording_one_row(tmp_path):
    write(tmp_path, frameworks=FRAMEWORKS, nodes=NODES)
    load_frameworks(tmp_path)

    again = load_frameworks(tmp_path)
    write(tmp_path, nodes=NODES.replace("Calm,", "Calmness,"))

    assert (again, load_frameworks(tmp_path)) == (0, 1)
    assert Node.objects.get(code="16.1").label.get("en") == "Calmness"


def test_a_glossary_keeps_how_sure_its_arabic_is(tmp_path):
    write(tmp_path, terms=GLOSSARY)

    first, again = load_glossary(tmp_path / "terms.csv"), load_glossary(tmp_path / "terms.csv")

    term = GlossaryTerm.objects.get()
    assert (first, again) == (1, 0)
    assert (term.arabic_status, term.label.status, str(term.avoid.get("en"))) == (
        TermStatus.SEEN,
        {"ar": "official"},
        "helmsman",
    )
