from collections import defaultdict
from math import exp, log


class NGramLM:
    def __init__(self, n, k=1.0):
        self.n, self.k = n, k

    def fit(self, sentences):
        self.vocab = {"</s>", "<unk>"}.union(*sentences)
        # context -> next word -> how often
        self.table = defaultdict(lambda: defaultdict(int))
        for sentence in sentences:
            for context, word in self.steps(sentence):
                self.table[self.context(context)][word] += 1

    def steps(self, sentence):
        for i, word in enumerate([*sentence, "</s>"]):
            yield sentence[:i], word

    def context(self, words):
        known = [w if w in self.vocab or w == "<s>" else "<unk>" for w in words[max(0, len(words) - self.n + 1) :]]
        return ("<s>",) * (self.n - 1 - len(known)) + tuple(known)

    def prob(self, word, context):
        following = self.table.get(self.context(context), {})
        word = word if word in self.vocab else "<unk>"
        return (following.get(word, 0) + self.k) / (sum(following.values()) + self.k * len(self.vocab))

    def sentence_log_prob(self, sentence):
        return sum(log(self.prob(word, context)) for context, word in self.steps(sentence))

    def perplexity(self, sentences):
        total = sum(map(self.sentence_log_prob, sentences))
        return exp(-total / sum(len(s) + 1 for s in sentences))
