from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from ledger.policy import CreditsLeaf, ExamsLeaf, Group, PaidLeaf, options

TREE: TypeAdapter[CreditsLeaf | ExamsLeaf | PaidLeaf | Group] = TypeAdapter(CreditsLeaf | ExamsLeaf | PaidLeaf | Group)


def exam(name: str) -> dict[str, Any]:
    return {"op": "exams", "id": name, "at_least": 1, "tag": "written"}


def forty(name: str) -> dict[str, Any]:
    return {"op": "credits", "id": name, "at_least": 40}


def any_of(name: str, *nodes: dict[str, Any]) -> dict[str, Any]:
    return {"op": "any_of", "id": name, "of": list(nodes)}


def all_of(name: str, *nodes: dict[str, Any]) -> dict[str, Any]:
    return {"op": "all_of", "id": name, "of": list(nodes)}


def flat(tree: dict[str, Any]) -> list[tuple[str, list[str]]]:
    return [(option.id, [leaf.id for leaf in option.leaves]) for option in options(TREE.validate_python(tree))]


def test_a_leaf_is_one_option_named_after_itself() -> None:
    assert flat(forty("J")) == [("J", ["J"])]


def test_the_options_of_any_of_keep_their_order_and_their_own_names() -> None:
    tree = any_of("P", forty("P.ce"), all_of("P.combo", forty("P.combo.ce"), exam("P.combo.exam")), exam("P.exam"))
    assert flat(tree) == [
        ("P.ce", ["P.ce"]),
        ("P.combo", ["P.combo.ce", "P.combo.exam"]),
        ("P.exam", ["P.exam"]),
    ]


def test_a_choice_inside_all_of_is_named_by_the_node_chosen() -> None:
    assert flat(all_of("P", forty("a"), any_of("x", exam("b"), exam("c")))) == [("b", ["a", "b"]), ("c", ["a", "c"])]


def test_two_choices_inside_all_of_are_named_by_both_the_first_varying_slowest() -> None:
    tree = all_of("P", any_of("x", exam("a"), exam("b")), any_of("y", exam("c"), exam("d")))
    assert [name for name, _ in flat(tree)] == ["a+c", "a+d", "b+c", "b+d"]


def test_nested_any_of_is_one_list() -> None:
    assert [name for name, _ in flat(any_of("P", any_of("Q", exam("a"), exam("b")), exam("c")))] == ["a", "b", "c"]


def test_no_requirement_has_no_option() -> None:
    assert options("none") == ()


def test_an_option_with_a_credits_leaf_spends_and_one_of_exams_does_not() -> None:
    tree = any_of("P", all_of("P.combo", forty("P.ce"), exam("P.combo.exam")), exam("P.exam"))
    assert [option.spends for option in options(TREE.validate_python(tree))] == [True, False]
