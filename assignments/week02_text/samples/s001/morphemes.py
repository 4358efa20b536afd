from functools import cache


@cache
def analyser():
    from kiwipiepy import Kiwi

    return Kiwi(num_workers=1)


def morphemes(text, keep=None):
    if not text.strip():
        return []
    tokens = analyser().tokenize(text)
    if keep is None:
        return [t.form for t in tokens]
    return [t.form for t in tokens if t.tag.startswith(tuple(keep))]
