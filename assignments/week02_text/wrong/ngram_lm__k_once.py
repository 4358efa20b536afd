"""k is added once below, not for each word of the vocabulary.

task: ngram_lm
loses: test_counts, test_smoothing, test_sums_to_one, test_last_words_count, test_chain_rule, test_order_matters, test_perplexity, test_unknown, test_long_text, test_fit_again
mistake: missing_factor, scaled, wrong_constant
"""

import math
from collections import defaultdict


class NGramLM:
    def __init__(self, n, k=1.0):
        self.n = n
        self.k = k

    def fit(self, sentences):
        self.vocab = {"</s>", "<unk>"}
        self.counts = defaultdict(int)
        self.context_counts = defaultdict(int)
        for sentence in sentences:
            self.vocab.update(sentence)
            tokens = ["<s>"] * (self.n - 1) + sentence + ["</s>"]
            for i in range(self.n - 1, len(tokens)):
                context = tuple(tokens[i - self.n + 1:i])
                self.counts[context + (tokens[i],)] += 1
                self.context_counts[context] += 1

    def prob(self, word, context):
        if word not in self.vocab:
            word = "<unk>"
        context = [w if w in self.vocab or w == "<s>" else "<unk>" for w in context]
        context = ["<s>"] * (self.n - 1) + context
        context = tuple(context[len(context) - (self.n - 1):])
        top = self.counts[context + (word,)] + self.k
        return top / (self.context_counts[context] + self.k)

    def sentence_log_prob(self, sentence):
        total = 0.0
        words = sentence + ["</s>"]
        for i in range(len(words)):
            total += math.log(self.prob(words[i], tuple(words[:i])))
        return total

    def perplexity(self, sentences):
        total = sum(self.sentence_log_prob(s) for s in sentences)
        count = sum(len(s) + 1 for s in sentences)
        return math.exp(-total / count)
