"""nltk counts and smooths.

task: ngram_lm
loses: test_counts, test_smoothing, test_sums_to_one, test_last_words_count, test_chain_rule, test_order_matters, test_perplexity, test_unknown, test_long_text, test_fit_again
"""

import math

from nltk.lm import Lidstone


class NGramLM:
    def __init__(self, n, k=1.0):
        self.n = n
        self.k = k

    def fit(self, sentences):
        grams = []
        for s in sentences:
            tokens = ["<s>"] * (self.n - 1) + s + ["</s>"]
            grams.append([tuple(tokens[i - self.n + 1:i + 1]) for i in range(self.n - 1, len(tokens))])
        words = {w for s in sentences for w in s} | {"</s>"}
        self.model = Lidstone(self.k, self.n)
        self.model.fit(grams, sorted(words))
        self.known = words | {"<s>"}

    def prob(self, word, context):
        context = ["<s>"] * (self.n - 1) + [w if w in self.known else "<UNK>" for w in context]
        return self.model.score(word, context[len(context) - self.n + 1:])

    def sentence_log_prob(self, sentence):
        words = sentence + ["</s>"]
        return sum(math.log(self.prob(w, tuple(words[:i]))) for i, w in enumerate(words))

    def perplexity(self, sentences):
        return math.exp(-sum(map(self.sentence_log_prob, sentences)) / sum(len(s) + 1 for s in sentences))
