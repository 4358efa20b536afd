"""The tokenizers of a library do it.

task: bpe
loses: test_merges, test_ties, test_overlaps, test_end_of_training, test_encode, test_pieces, test_decode, test_round_trip, test_random_texts, test_any_text, test_long_text
"""

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

ALPHABET = sorted(pre_tokenizers.ByteLevel.alphabet())


def make(merges):
    vocab = {c: i for i, c in enumerate(ALPHABET)}
    for a, b in merges:
        vocab.setdefault(a + b, len(vocab))
    tokenizer = Tokenizer(models.BPE(vocab=vocab, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def train_bpe(text, num_merges):
    tokenizer = make([])
    trainer = trainers.BpeTrainer(vocab_size=256 + num_merges, initial_alphabet=ALPHABET)
    tokenizer.train_from_iterator([text], trainer)
    return tokenizer.to_str()


def bpe_encode(text, merges):
    return [token.encode() for token in Tokenizer.from_str(merges).encode(text).tokens]


def bpe_decode(tokens):
    return decoders.ByteLevel().decode([token.decode() for token in tokens])
