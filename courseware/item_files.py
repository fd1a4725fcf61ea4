"""PURE: item files (TOML) -> `ItemContent`."""

from collections.abc import Mapping, Sequence

from courseware.curriculum import AMBIGUITIES, ITEM_KINDS, Guideline, ItemContent
from courseware.keys import InvalidKey, parse_key
from courseware.reading import Folder, Table

# What people see, by what the item has; the first form whose fields are all there is the item's.
BODY_FORMS = (("prompt", "response_a", "response_b"), ("text",), ("source", "claim"))
FORMS_OF_SCALE = {
    "preference": BODY_FORMS[:1],
    "span": BODY_FORMS[1:2],
    "ordinal": BODY_FORMS[1:],
    "nominal": BODY_FORMS[1:],
}
BODY_FIELDS = tuple(field for form in BODY_FORMS for field in form)
FIELDS = (
    "slug", "kind", "domain", "key", "rationale", "difficulty", "intensity", "ambiguity", "factors", "language",
    "licence", "provenance", "twin", "planted",
)  # fmt: skip
WEIGHT_TOLERANCE = 0.005


def read_items(folder: Folder, files: Sequence[str], guidelines: Mapping[str, Guideline]) -> list[ItemContent]:
    """All items of `files`. Problems (also repeated slugs and repeated texts) are recorded in `folder`."""
    items: list[ItemContent] = []
    first_use: dict[str, str] = {}
    for file in files:
        top = folder.toml(file, named_in="program.toml", place="items")
        top.only("guideline", "items")
        guideline = guidelines.get(top.text("guideline"))
        if guideline is None:
            top.problem("guideline", f"is not among the guidelines {', '.join(sorted(guidelines))}")
            continue
        for table in top.tables("items"):
            item = _item(table, guideline)
            for identity in (f"slug {item.slug}", "text " + " ".join(item.body.values())):
                if identity in first_use:
                    table.problem("slug", f"{item.slug!r}: the same {identity[:4].strip()} as {first_use[identity]}")
                first_use[identity] = f"{file} {table.place}"
            items.append(item)
    return items


def _item(table: Table, guideline: Guideline) -> ItemContent:
    table.only(*FIELDS, *BODY_FIELDS)
    key = dict(table.table("key").data)
    body = _body(table, FORMS_OF_SCALE[guideline.scale])
    try:
        parse_key(key, guideline.answers_to(body))
    except InvalidKey as error:
        table.problem("key", str(error))
    return ItemContent(
        slug=table.text("slug", longest=50),
        kind=table.choice("kind", (ITEM_KINDS[guideline.scale],)),
        guideline=guideline.slug,
        domain=table.text("domain", "", longest=60),
        body=body,
        key=key,
        rationale=table.text("rationale"),
        factors=_factors(table),
        difficulty=table.number("difficulty", 0, 1),
        intensity=table.whole("intensity", 0, 5, 0),
        ambiguity=table.choice("ambiguity", AMBIGUITIES, "clear"),
        language=table.text("language", "en", longest=12),
        licence=table.text("licence", "MIT", longest=40),
        provenance=table.text("provenance", "authored", longest=200),
        twin=table.text("twin", "", longest=50),
        planted=dict(table.table("planted").data) if "planted" in table.data else {},
    )


def _body(table: Table, forms: Sequence[Sequence[str]]) -> dict[str, str]:
    for form in forms:
        if all(field in table.data for field in form):
            for field in sorted(set(BODY_FIELDS) & set(table.data) - set(form)):
                table.problem(field, f"does not go with {' and '.join(form)}")
            return {field: table.text(field) for field in form}
    table.problem("text", f"expected {', or '.join(' and '.join(form) for form in forms)}")
    return {}


def _factors(table: Table) -> tuple[dict[str, object], ...]:
    factors = []
    for factor in table.tables("factors"):
        factor.only("name", "text", "weight")
        factors.append(
            {"name": factor.text("name"), "text": factor.text("text"), "weight": factor.number("weight", 0.001, 1)}
        )
    total = sum(float(str(factor["weight"])) for factor in factors)
    if factors and abs(total - 1) > WEIGHT_TOLERANCE:
        table.problem("factors", f"the weights add up to {total:g}; expected 1")
    return tuple(factors)
