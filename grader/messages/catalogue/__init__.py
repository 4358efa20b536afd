"""One module per area, each with `EN` and `KO`: the same keys, the same placeholders.

A template is `str.format` text with named placeholders, plus one addition: a part written `[? … ?]` is left out
when a placeholder inside it is missing or empty. A key `x` that a check can report has a sibling `x.kind`:
the same fault in one sentence without numbers, names or placeholders, which is all that a hidden check shows.
"""
