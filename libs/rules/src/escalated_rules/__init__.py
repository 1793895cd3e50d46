"""Conditions over a catalogue of fields: a grammar in JSON, its check with pointers to what is wrong, an evaluator.

Knows no domain: the fields are given to it. Pure, without a library; no regular expression anywhere.

    group = parse({"all": [{"field": "size", "operator": ">=", "value": 3}]}, catalogue)
    evaluate(group, {"size": 5})
"""

from escalated_rules.conditions import Condition, Group, dump, fields_named, located, walk
from escalated_rules.evaluation import evaluate, holds
from escalated_rules.fields import Catalogue, Elapsed, Field, Option, Type, describe, described
from escalated_rules.parsing import Refusal, Refused, parse
from escalated_rules.spans import Span, anchor_of, changes_at, is_about_time, span_of

__all__ = [
    "Catalogue",
    "Condition",
    "Elapsed",
    "Field",
    "Group",
    "Option",
    "Refusal",
    "Refused",
    "Span",
    "Type",
    "anchor_of",
    "changes_at",
    "describe",
    "described",
    "dump",
    "evaluate",
    "fields_named",
    "holds",
    "is_about_time",
    "located",
    "parse",
    "span_of",
    "walk",
]
