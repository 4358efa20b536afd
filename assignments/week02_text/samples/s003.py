"""2주차 과제 전체. 라이브러리를 거의 쓰지 않고 반복문으로 직접 구현했습니다."""

import html
import math
import random
import unicodedata

import torch
import torch.nn as nn
from kiwipiepy import Kiwi

# ---------------------------------------------------------------- cleaning
def one_space(text):
    out = ""
    for c in text:
        if not c.isspace():
            out += c
        elif out and out[-1] != " ":
            out += " "
    return out[:-1] if out.endswith(" ") else out

def is_letter_az(c):
    return "a" <= c.lower() <= "z" and c.isascii()

def strip_html(text):
    out, i, low = "", 0, text.lower()
    if len(low) != len(text):  # 'İ'.lower()는 두 글자
        low = "".join(c.lower() if c.isascii() else c for c in text)
    while i < len(text):
        rest = low[i : i + 9]
        if rest.startswith("<!--"):
            i = text.index("-->", i + 4) + 3
        elif rest.startswith("<!doctype"):
            i = text.index(">", i) + 1
        elif rest[0] == "<" and (is_letter_az(rest[1:2]) or (rest[1:2] == "/" and is_letter_az(rest[2:3]))):
            name = ""
            j = i + 1
            while low[j].isalnum():
                name += low[j]
                j += 1
            i = text.index(">", i) + 1
            if name in ("script", "style"):
                i = low.index("</" + name, i)
                i = text.index(">", i) + 1
        else:
            out += text[i]
            i += 1
            continue
        out += " "
    return one_space(html.unescape(out))

def remove_between_square_brackets(text):
    while True:
        opened = -1
        for i, c in enumerate(text):
            if c == "[":
                opened = i
            elif c == "]":
                if opened >= 0:
                    text = text[:opened] + " " + text[i + 1 :]
                    break
        else:
            return one_space(text)

def is_letter(c):
    if c in "×÷":
        return False
    return is_letter_az(c) or "À" <= c <= "ɏ" or "가" <= c <= "힣" or "ㄱ" <= c <= "ㅎ" or "ㅏ" <= c <= "ㅣ"

def remove_special_characters(text, remove_digits=True):
    out = ""
    for before, c, after in zip(" " + text, text, text[1:] + " "):
        if is_letter(c) or (c in "0123456789" and not remove_digits):
            out += c
        elif c not in "'’" or not is_letter(before) or not is_letter(after):
            out += " "
    return one_space(out)

def remove_stopwords(text, stopwords, is_lower_case=False):
    return " ".join(t for t in text.split() if (t if is_lower_case else t.lower()) not in stopwords)

def text_cleaning(text, stopwords):
    return remove_stopwords(
        remove_special_characters(remove_between_square_brackets(strip_html(text))), stopwords
    )

# ------------------------------------------------------------ tokenization
def whitespace_tokenize(text):
    return [t for t in one_space(text).split(" ") if t]

def word_tokenize(text):
    tokens = []
    i = 0
    while i < len(text):
        if text[i].isspace():
            i += 1
            continue
        j = i + 1
        if text[i].isalnum():
            while True:
                if j < len(text) and text[j].isalnum():
                    j += 1
                elif j + 1 < len(text) and text[j] in ("'", "’", "-") and text[j + 1].isalnum():
                    j += 2
                else:
                    break
        tokens.append(text[i:j])
        i = j
    return tokens

def syllable_tokenize(text):
    return [c for c in unicodedata.normalize("NFC", text) if not c.isspace()]

def jamo_tokenize(text):
    # 조합형 자모를 이름으로 호환 자모로 바꾼다: HANGUL CHOSEONG KIYEOK → HANGUL LETTER KIYEOK
    tokens = []
    for c in syllable_tokenize(text):
        if "가" <= c <= "힣":
            for jamo in unicodedata.normalize("NFD", c):
                name = unicodedata.name(jamo).split()[-1]
                tokens.append(unicodedata.lookup("HANGUL LETTER " + name))
        else:
            tokens.append(c)
    return tokens

kiwi = None

def morphemes(text, keep=None):
    global kiwi
    if kiwi is None:
        kiwi = Kiwi(num_workers=1)
    tokens = kiwi.tokenize(text)
    return [t.form for t in tokens if keep is None or any(t.tag[: len(prefix)] == prefix for prefix in keep)]

# ------------------------------------------------------- vocab, split, vectors
def build_vocab(tokenised, min_freq=1, specials=("<pad>", "<unk>")):
    freq = {}
    for sentence in tokenised:
        for w in sentence:
            freq[w] = freq.get(w, 0) + 1
    vocab = {s: i for i, s in enumerate(specials)}
    for f in range(max(freq.values(), default=0), min_freq - 1, -1):
        for w in freq:
            if freq[w] == f and w not in vocab:
                vocab[w] = len(vocab)
    return vocab

def encode(tokens, vocab, unk="<unk>"):
    return [vocab[t] if t in vocab else vocab[unk] for t in tokens]

def decode(ids, vocab):
    return [word for i in ids for word, number in vocab.items() if number == i]

def train_valid_test_split(n, ratios, seed):
    left = torch.randperm(n, generator=torch.Generator().manual_seed(seed)).tolist()
    valid = [left.pop() for _ in range(round(n * ratios[1]))]
    test = [left.pop() for _ in range(round(n * ratios[2]))]
    return left, valid, test

def one_hot(ids, size):
    return torch.tensor([[float(v == i) for v in range(size)] for i in ids.tolist()]).reshape(len(ids), size)

def bag_of_words(docs, size):
    return torch.tensor([[float(doc.count(v)) for v in range(size)] for doc in docs])

def tf_idf(counts):
    rows = counts.tolist()
    df = [sum(x > 0 for x in column) for column in zip(*rows)]
    idf = [math.log((1 + len(rows)) / (1 + d)) + 1 for d in df]
    out = []
    for row in rows:
        w = [x * i for x, i in zip(row, idf)]
        length = math.sqrt(sum(x * x for x in w)) or 1.0
        out.append([x / length for x in w])
    return torch.tensor(out, dtype=counts.dtype)

# ---------------------------------------------------------------- padding
def pad_batch(seqs, pad, fix_length=None):
    longest = max(len(s) for s in seqs) if fix_length is None else fix_length
    rows = [s[:longest] + [pad] * (longest - len(s)) for s in seqs]
    lengths = [min(len(s), longest) for s in seqs]
    return torch.tensor(rows, dtype=torch.int64), torch.tensor(lengths, dtype=torch.int64)

def bucket_batches(lengths, batch_size, generator):
    order = sorted((length, i) for i, length in enumerate(lengths))
    batches = []
    for place, (_, i) in enumerate(order):
        if place % batch_size == 0:
            batches.append([])
        batches[-1].append(i)
    # Fisher–Yates
    for i in range(len(batches) - 1, 0, -1):
        j = int(torch.randint(i + 1, (1,), generator=generator))
        batches[i], batches[j] = batches[j], batches[i]
    return batches

# ------------------------------------------------------------ language models
class NGramLM:
    def __init__(self, n, k=1.0):
        self.n = n
        self.k = k
        self.fit([])
    def fit(self, sentences):
        self.words = {"</s>", "<unk>"}
        self.counts = {}
        self.totals = {}
        for sentence in sentences:
            context = ["<s>"] * (self.n - 1)
            for word in sentence + ["</s>"]:
                self.words.add(word)
                key = " ".join(context)
                self.counts[key, word] = self.counts.get((key, word), 0) + 1
                self.totals[key] = self.totals.get(key, 0) + 1
                context = (context + [word])[1:] if self.n > 1 else []
    def prob(self, word, context):
        if word not in self.words:
            word = "<unk>"
        context = ["<s>"] * self.n + [c if c in self.words or c == "<s>" else "<unk>" for c in context]
        key = " ".join(context[-(self.n - 1) :]) if self.n > 1 else ""
        return (self.counts.get((key, word), 0) + self.k) / (self.totals.get(key, 0) + self.k * len(self.words))
    def sentence_log_prob(self, sentence):
        words = sentence + ["</s>"]
        return sum(math.log(self.prob(words[i], tuple(words[max(0, i - self.n) : i]))) for i in range(len(words)))
    def perplexity(self, sentences):
        number = sum(len(sentence) + 1 for sentence in sentences)
        return math.exp(-sum(map(self.sentence_log_prob, sentences)) / number)

class NNLM(nn.Module):
    def __init__(self, vocab_size, embed_dim, window, hidden):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.hidden = nn.Linear(window * embed_dim, hidden)
        self.output = nn.Linear(hidden, vocab_size)
    def forward(self, ids):
        return self.output(torch.tanh(self.hidden(self.embedding(ids).flatten(1))))

# --------------------------------------------------------------------- bpe
def cut(text):
    r"""re.findall(r"\s*\S+|\s+$", text)와 같은 조각"""
    pieces = [""]
    for before, c in zip(" " + text, text):
        if c.isspace() and not before.isspace():
            pieces.append("")
        pieces[-1] += c
    return [[bytes((b,)) for b in p.encode("utf8")] for p in pieces if p]

def join_pair(tokens, left, right):
    result, i = [], 0
    while i < len(tokens):
        both = tokens[i] == left and tokens[i + 1 : i + 2] == [right]
        result.append(left + right if both else tokens[i])
        i += 2 if both else 1
    return result

def train_bpe(text, num_merges):
    pieces, merges = cut(text), []
    while len(merges) != num_merges:
        counts = {}
        for tokens in pieces:
            for i in range(1, len(tokens)):
                pair = (tokens[i - 1], tokens[i])
                counts[pair] = counts.get(pair, 0) + 1
        if not counts:
            return merges
        merges.append(sorted(counts, key=lambda pair: (-counts[pair], pair))[0])
        pieces = [join_pair(tokens, *merges[-1]) for tokens in pieces]
    return merges

def bpe_encode(text, merges):
    pieces = cut(text)
    for left, right in merges:
        pieces = [join_pair(tokens, left, right) for tokens in pieces]
    return [token for tokens in pieces for token in tokens]

def bpe_decode(tokens):
    return str(b"".join(tokens), "utf8")

# ----------------------------------------------------------------- metrics
def micro_f1(true, pred):
    pairs = [(t, p) for rows in zip(true.tolist(), pred.tolist()) for t, p in zip(*rows)]
    tp, wrong = sum(t and p for t, p in pairs), sum(t != p for t, p in pairs)
    return 2 * tp / (2 * tp + wrong) if tp + wrong else 0.0

def macro_f1(true, pred):
    return sum(micro_f1(true[:, k : k + 1], pred[:, k : k + 1]) for k in range(true.shape[1])) / true.shape[1]

# ------------------------------------------------------------ 예습과제
# 둘 다 같은 모델: 단어와 글자 2, 3개의 임베딩 평균 → 레이블마다 점수
class Bag(nn.Module):
    def __init__(self, texts, k):
        super().__init__()
        df = {}
        for text in texts:
            for g in set(grams(text)):
                df[g] = df.get(g, 0) + 1
        self.index = {g: i for i, g in enumerate(sorted(g for g in df if df[g] > 1))}
        self.bag, self.out = nn.EmbeddingBag(len(self.index), 32), nn.Linear(32, k)
    def rows(self, texts):
        return [sorted({self.index[g] for g in grams(t) if g in self.index}) for t in texts]
    def forward(self, rows):
        starts, flat = [], []
        for row in rows:
            starts.append(len(flat))
            flat += row
        return self.out(self.bag(torch.tensor(flat, dtype=torch.long), torch.tensor(starts)))
    def learn(self, texts, y, loss_function, epochs, seed):
        rows, order, rng = self.rows(texts), list(range(len(texts))), random.Random(seed)
        optimizer = torch.optim.Adam(self.parameters(), 0.01)
        for epoch in range(epochs):
            rng.shuffle(order)
            for b in range(0, len(order), 64):
                batch = order[b : b + 64]
                optimizer.zero_grad()
                loss_function(self([rows[i] for i in batch]), y[batch]).backward()
                optimizer.step()
        return self
    def scores(self, texts):
        with torch.no_grad():
            return self(self.rows(texts))

def grams(text):
    text = "  " + text.lower() + "  "
    return text.split() + [text[i : i + n] for n in (2, 3) for i in range(len(text) - n + 1)]

class Topics:
    def predict(self, texts):
        return self.bag.scores(texts).argmax(dim=1).tolist()

def train_topic_classifier(texts, labels, valid_texts, valid_labels, seed, device):
    torch.manual_seed(seed)
    model = Topics()
    model.bag = Bag(texts, max(labels) + 1).learn(texts, torch.tensor(labels), nn.CrossEntropyLoss(), 3, seed)
    return model

class Feelings:
    def predict(self, texts):
        return [[k for k, p in enumerate(row) if p > self.threshold] for row in self.bag.scores(texts).sigmoid().tolist()]

def train_multi_label(texts, labels, valid_texts, valid_labels, num_labels, seed, device):
    torch.manual_seed(seed)
    y, true = [torch.tensor([[k in row for k in range(num_labels)] for row in some]) for some in (labels, valid_labels)]
    model = Feelings()
    model.bag = Bag(texts, num_labels)
    share = y.float().mean(0).clamp(0.001, 0.999)
    model.bag.out.bias.data.copy_(torch.log(share / (1 - share)))
    model.bag.learn(texts, y.float(), nn.BCEWithLogitsLoss(), 8, seed)
    p = model.bag.scores(valid_texts).sigmoid()
    model.threshold = max([x / 50 for x in range(2, 30)], key=lambda t: micro_f1(true, p > t))
    return model
