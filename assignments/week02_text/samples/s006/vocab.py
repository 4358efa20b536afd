import json

with open("/content/drive/MyDrive/NLP/week2/corpus.json", encoding="utf-8") as f:
    corpus = json.load(f)


def build_vocab(tokenised, min_freq=1, specials=("<pad>", "<unk>")):
    counts = {}
    for sentence in tokenised:
        for w in sentence:
            counts[w] = counts.get(w, 0) + 1
    words = [w for w in sorted(counts, key=lambda w: -counts[w]) if counts[w] >= min_freq and w not in specials]
    return {w: i for i, w in enumerate(list(specials) + words)}


vocab = build_vocab(corpus)
