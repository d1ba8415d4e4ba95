"""Elements of a page as they are sent.

`dash.html` would make an object of each and turn it into this when it is sent, which costs a view
as much as its questions to the build; the tests hold every element against what `dash.html` takes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

HTML, CORE, OURS = "dash_html_components", "dash_core_components", "sole_source"


class Element(dict[str, Any]):
    """What `dash.html` sends of an element: `type`, `namespace` and `props`."""

    @property
    def children(self) -> Any:
        """What stands in it."""
        return self["props"].get("children")

    def to_plotly_json(self) -> dict[str, Any]:
        """The same: a component of Dash is asked for it."""
        return self


def plain(*parts: Any) -> Element:
    """Elements that answer to nothing of Dash, drawn in one go (assets/plain.js).

    Each element of Dash looks at every change of the page, which makes tables slow to draw.
    """
    return Element(type="Plain", namespace=OURS, props={"tree": list(parts)})


Maker = Callable[..., Element]


def _maker(kind: str, namespace: str = HTML) -> Maker:
    def make(children: Any = None, **props: Any) -> Element:
        if children is not None:
            props["children"] = children
        return Element(type=kind, namespace=namespace, props=props)

    return make


A = _maker("A")
Article = _maker("Article")
Button = _maker("Button")
Caption = _maker("Caption")
Code = _maker("Code")
Dd = _maker("Dd")
Details = _maker("Details")
Div = _maker("Div")
Dl = _maker("Dl")
Dt = _maker("Dt")
Figcaption = _maker("Figcaption")
Figure = _maker("Figure")
H1 = _maker("H1")
H2 = _maker("H2")
H3 = _maker("H3")
Label = _maker("Label")
Li = _maker("Li")
Nav = _maker("Nav")
P = _maker("P")
Pre = _maker("Pre")
Section = _maker("Section")
Span = _maker("Span")
Strong = _maker("Strong")
Summary = _maker("Summary")
Table = _maker("Table")
Tbody = _maker("Tbody")
Td = _maker("Td")
Th = _maker("Th")
Thead = _maker("Thead")
Tr = _maker("Tr")
Ul = _maker("Ul")
Link = _maker("Link", CORE)
"""A link that Dash follows without loading the page anew."""
Textarea = _maker("Textarea", CORE)
"""Words to be copied."""
Store = _maker("Store", CORE)
"""What the page keeps beside what it shows; it has no children."""
