"""No analyser: a list of endings is cut off each word.

task: morphemes
loses: test_morphemes, test_keep, test_keep_by_prefix, test_other_sentences, test_no_text
"""

PARTICLES = ["에서", "은", "는", "이", "가", "을", "를"]


def morphemes(text, keep=None):
    result = []
    for word in text.split():
        for particle in PARTICLES:
            if word.endswith(particle) and len(word) > len(particle):
                result += [word[: -len(particle)], particle]
                break
        else:
            result.append(word)
    return result
