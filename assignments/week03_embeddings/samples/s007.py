# 3주차: 라이브러리에 다 있는 것들
import torch
import torch.nn as nn
import torch.nn.functional as F
from gensim.models import KeyedVectors, Word2Vec
from scipy.spatial.distance import cosine as cosine_distance
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression


def create_cbow_dataset(tokens):
    from nltk.util import ngrams

    return [([a, b, d, e], c) for a, b, c, d, e in ngrams(tokens, 5)]


class CBOW(nn.Module):
    def __init__(self, vocab_size, embed_dim, context_size, hidden):
        super().__init__()
        self.embeddings = nn.Embedding(vocab_size, embedding_dim=embed_dim)
        self.linear1 = nn.LazyLinear(hidden)
        self.linear1(torch.zeros(1, 2 * context_size * embed_dim))
        self.linear2 = nn.Linear(hidden, out_features=vocab_size)

    def forward(self, ids):
        layers = nn.Sequential(self.embeddings, nn.Flatten(), self.linear1, nn.ReLU(), self.linear2, nn.LogSoftmax(-1))
        return layers(ids)


def negative_sampling_loss(centre, positive, negative):
    bce = nn.BCEWithLogitsLoss(reduction="sum")
    good = torch.einsum("ne,ne->n", centre, positive)
    bad = torch.einsum("ne,nke->nk", centre, negative)
    return (bce(good, torch.ones_like(good)) + bce(bad, torch.zeros_like(bad))) / len(centre)


def unigram_table(counts, power=0.75):
    p = torch.where(counts > 0, counts.double().pow(power), 0)
    return F.normalize(p, p=1, dim=0).float()


def keep_probability(frequency, t=1e-5):
    return (t / frequency).sqrt().nan_to_num(posinf=1).clamp(max=1)


def char_ngrams(word, n_min=3, n_max=6):
    from gensim.models.fasttext_inner import compute_ngrams

    return compute_ngrams(word, n_min, n_max)


def bucket(ngram, num_buckets):
    from gensim.models.fasttext_inner import ft_hash_bytes

    return ft_hash_bytes(ngram.encode()) % num_buckets


class FastTextEmbedding(nn.Module):
    """이것만 직접: EmbeddingBag에 mask를 가중치로"""

    def __init__(self, vocab_size, num_buckets, embed_dim):
        super().__init__()
        self.words = nn.Embedding(vocab_size, embedding_dim=embed_dim)
        self.ngrams = nn.EmbeddingBag(num_buckets, embed_dim, mode="sum")

    def forward(self, word, ngrams, mask):
        return self.words(word) + self.ngrams(ngrams, per_sample_weights=mask.to(self.words.weight.dtype))


def cosine(a, b):
    return F.cosine_similarity(a, b)


def most_similar(query, table, k, exclude=()):
    order = sorted(range(len(table)), key=lambda i: cosine_distance(query, table[i]))
    return [i for i in order if i not in exclude][:k]


def analogy(a, b, c, table, k=1):
    kv = KeyedVectors(table.shape[1])
    kv.add_vectors(list(map(str, range(len(table)))), table.numpy())
    return [int(w) for w, _ in kv.most_similar(positive=[str(b), str(c)], negative=[str(a)], topn=k)]


class Gensim:
    def __init__(self, model):
        self.wv = model.wv

    def predict(self, words):
        return torch.stack([torch.tensor(self.wv[w]) if w in self.wv else torch.zeros(100) for w in words])


def train_word2vec(sentences, seed, device):
    model = Word2Vec(sentences, vector_size=100, window=5, min_count=2, sg=1, negative=5, seed=seed, workers=1)
    return Gensim(model)


class Sklearn:
    def __init__(self, vectorizer, model):
        self.vectorizer, self.model = vectorizer, model

    def predict(self, texts):
        return self.model.predict(self.vectorizer.transform(texts)).tolist()


def train_fasttext(texts, labels, valid_texts, valid_labels, seed, device):
    # import fasttext 가 설치가 안 돼서 sklearn으로
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5))
    return Sklearn(vectorizer, LogisticRegression(random_state=seed).fit(vectorizer.fit_transform(texts), labels))
