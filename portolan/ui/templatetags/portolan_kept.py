"""`{% kept a b %}…{% endkept %}`: what the same values always draw alike is drawn once by each process.

The values are all that the block may depend on, beside the reader's language: a block that reads anything else of the
page would show one page what another one said. For the frame, which every page has; never for content.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST = 256  # pieces each block keeps; the one not asked for longest goes first


class KeptNode(template.Node):
    """A block with what it drew, by language and values."""

    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist, self.values = nodelist, values
        self._drawn: OrderedDict[Any, SafeString] = OrderedDict()
        self._lock = Lock()

    def render(self, context: template.Context) -> SafeString:
        """The block, from memory where it was drawn before."""
        key = (get_language(), *(str(value.resolve(context)) for value in self.values))
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        drawn = self.nodelist.render(context)
        with self._lock:
            self._drawn[key] = drawn
            while len(self._drawn) > MOST:
                self._drawn.popitem(last=False)
        return drawn


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Draw a block once for each language and values."""
    _name, *values = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, [parser.compile_filter(value) for value in values])
