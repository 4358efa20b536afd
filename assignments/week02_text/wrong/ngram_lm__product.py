"""The probabilities are multiplied, and the logarithm is taken at the end.

task: ngram_lm
loses: test_long_text
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
        return top / (self.context_counts[context] + self.k * len(self.vocab))

    def sentence_log_prob(self, sentence):
        total = 1.0
        words = sentence + ["</s>"]
        for i in range(len(words)):
            total *= self.prob(words[i], tuple(words[:i]))
        return math.log(total)

    def perplexity(self, sentences):
        total = sum(self.sentence_log_prob(s) for s in sentences)
        count = sum(len(s) + 1 for s in sentences)
        return math.exp(-total / count)
