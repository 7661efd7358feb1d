"""What the same values draw alike is drawn once."""

from django.template import Context, Template
from django.utils import translation

KEPT = Template("{% load portolan_kept %}{% kept name %}{{ name }} {{ other }}{% endkept %}")


def draw(name, other, language="fr"):
    with translation.override(language):
        return KEPT.render(Context({"name": name, "other": other}))


def test_same_values_are_drawn_once_and_others_anew():
    first = draw("Mayda", "one")

    assert [first, draw("Mayda", "two"), draw("Drogeo", "two"), draw("Mayda", "three", "ar")] == [
        "Mayda one",
        "Mayda one",
        "Drogeo two",
        "Mayda three",
    ]


def test_value_is_escaped_as_anywhere():
    assert draw("<i>", "&") == "&lt;i&gt; &amp;"
