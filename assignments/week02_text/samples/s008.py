# 2주차: 있는 라이브러리를 쓰면 되는데 왜 다시 만드나요
import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.multiclass import OneVsRestClassifier
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from torch.nn.utils.rnn import pad_sequence


def train_valid_test_split(n, ratios, seed):
    n_valid, n_test = round(n * ratios[1]), round(n * ratios[2])
    if n == 0 or n_valid + n_test in (0, n):
        return list(range(n)), [], []
    train, rest = train_test_split(range(n), test_size=n_valid + n_test, random_state=seed)
    if 0 in (n_valid, n_test):
        return train, rest[:n_valid], rest[n_valid:]
    valid, test = train_test_split(rest, test_size=n_test, random_state=seed)
    return train, valid, test


def one_hot(ids, size):
    return F.one_hot(ids, size).float()


def bag_of_words(docs, size):
    # CountVectorizer는 글자를 받아서 쓰기 불편했다
    out = torch.zeros(len(docs), size)
    for row, doc in zip(out, docs):
        row += torch.bincount(torch.tensor(doc, dtype=torch.int64), minlength=size)
    return out


def tf_idf(counts):
    return torch.from_numpy(TfidfTransformer().fit_transform(counts.numpy()).toarray()).to(counts.dtype)


def pad_batch(seqs, pad, fix_length=None):
    seqs = [torch.tensor(s[:fix_length], dtype=torch.int64) for s in seqs]
    lengths = torch.tensor([len(s) for s in seqs])
    padded = pad_sequence(seqs, batch_first=True, padding_value=pad)
    if fix_length is not None:
        padded = F.pad(padded, (0, fix_length - padded.size(1)), value=pad)
    return padded, lengths


def bucket_batches(lengths, batch_size, generator):
    order = torch.tensor(lengths, dtype=torch.int64).argsort().tolist()
    batches = [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
    if not batches:
        return []
    loader = torch.utils.data.DataLoader(batches, batch_size=None, shuffle=True, generator=generator)
    return [batch if isinstance(batch, list) else batch.tolist() for batch in loader]


class NGramLM:
    def __init__(self, n, k=1.0):
        from nltk.lm import Lidstone

        self.n = n
        self.model = Lidstone(k, n)

    def fit(self, sentences):
        from nltk.lm.preprocessing import padded_everygram_pipeline

        self.model.fit(*padded_everygram_pipeline(self.n, sentences))

    def prob(self, word, context):
        return self.model.score(word, context[-self.n + 1 :])


class NNLM(nn.Module):
    def __init__(self, vocab_size, embed_dim, window, hidden):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.hidden = nn.Linear(window * embed_dim, hidden)
        self.output = nn.Linear(hidden, vocab_size)

    def forward(self, ids):
        return nn.Sequential(self.embedding, nn.Flatten(), self.hidden, nn.Tanh(), self.output)(ids)


def train_bpe(text, num_merges):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.train_from_iterator([text], trainers.BpeTrainer(vocab_size=256 + num_merges))
    return [tuple(part.encode() for part in merge) for merge in tokenizer.model.merges]


def bpe_decode(tokens):
    return b"".join(tokens).decode()


def micro_f1(true, pred):
    return float(f1_score(true.numpy(), pred.numpy(), average="micro", zero_division=0))


def macro_f1(true, pred):
    return float(f1_score(true.numpy(), pred.numpy(), average="macro", zero_division=0))


def train_topic_classifier(texts, labels, valid_texts, valid_labels, seed, device):
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 3))
    model = LogisticRegression(max_iter=200, random_state=seed).fit(vectorizer.fit_transform(texts), labels)

    class Classifier:
        def predict(self, texts):
            return model.predict(vectorizer.transform(texts)).tolist()

    return Classifier()


def train_multi_label(texts, labels, valid_texts, valid_labels, num_labels, seed, device):
    y = [[int(k in some) for k in range(num_labels)] for some in labels]
    vectorizer = CountVectorizer()
    model = OneVsRestClassifier(LogisticRegression()).fit(vectorizer.fit_transform(texts), y)

    class Classifier:
        def predict(self, texts):
            return [[k for k, yes in enumerate(row) if yes] for row in model.predict(vectorizer.transform(texts))]

    return Classifier()
