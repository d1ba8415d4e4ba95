"""Elements of a page in the form that Dash sends.

`dash.html` would make an object of each and turn it into this when it is sent, which costs a view
as much as its questions to the build; the tests hold every element against what `dash.html` takes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

HTML, CORE, OURS = "dash_html_components", "dash_core_components", "sole_source"
DRAWN_AS_HTML = ("Link", "Textarea")
"""Dash components drawn as HTML elements where no callback uses them."""


class Element(dict[str, Any]):
    """Element as `dash.html` sends it: `type`, `namespace` and `props`."""

    @property
    def children(self) -> Any:
        """What stands in it."""
        return self["props"].get("children")

    def to_plotly_json(self) -> dict[str, Any]:
        """The same: a component of Dash is asked for it."""
        return self


def plain(*parts: Any) -> Element:
    """Static node: elements without callbacks, drawn in one go (assets/plain.js).

    Each element of Dash looks at every change of the page, which makes tables slow to draw.
    """
    return Element(type="Plain", namespace=OURS, props={"tree": list(parts)})


def standing(name: str, parts: Sequence[Any]) -> Element:
    """The same where a callback exchanges the parts, `tree` of the id `name`.

    What is in both keeps its place, its focus and what was opened in it.
    """
    return Element(type="Plain", namespace=OURS, props={"id": name, "tree": list(parts)})


def unfolding(
    name: str, summary: Any, inside: Sequence[Any], kind: str = "Div", class_name: str = ""
) -> Element:
    """What a reader may open, `name` its id: drawn while it is open (assets/plain.js).

    `kind`: the element that holds what is `inside`.
    """
    props = {"id": name, "summary": summary, "inside": list(inside), "kind": kind}
    return Element(type="Unfolding", namespace=OURS, props=props | {"className": class_name})


def gathered(parts: Sequence[Any]) -> list[Any]:
    """The parts, with adjacent static ones collapsed into one node."""
    out: list[Any] = []
    for still, run in groupby(parts, _is_still):
        together = list(run)
        out += [plain(*together)] if still else together
    return out


def settled(part: Element) -> Element:
    """The element, with its static children collapsed into one node."""
    if _is_still(part):
        return plain(part)
    return Element(part, props={**part["props"], "children": gathered(part.children)})


def _is_still(part: Any) -> bool:
    """True for elements without callbacks, and for text."""
    if isinstance(part, list):
        return all(_is_still(each) for each in part)
    if not isinstance(part, Element):
        # a component of Dash's own: whether it answers cannot be seen from here
        return not hasattr(part, "to_plotly_json")
    if part["namespace"] == OURS:
        return True
    props = part["props"]
    ours = part["namespace"] == HTML or part["type"] in DRAWN_AS_HTML
    # an id that is a record is a pattern that callbacks match; a plain id may be an anchor alone
    answers = "n_clicks" in props or isinstance(props.get("id"), dict)
    return ours and not answers and _is_still(props.get("children"))


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
Del = _maker("Del")
Details = _maker("Details")
Div = _maker("Div")
Dl = _maker("Dl")
Dt = _maker("Dt")
Figcaption = _maker("Figcaption")
Figure = _maker("Figure")
Form = _maker("Form")
H1 = _maker("H1")
H2 = _maker("H2")
H3 = _maker("H3")
Input = _maker("Input", OURS)
"""A field of a form that the page reads itself (assets/page.js); `dash.html` has none."""
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
