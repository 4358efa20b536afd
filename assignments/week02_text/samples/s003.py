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
    out = []
    for i in range(len(text)):
        c = text[i]
        if is_letter(c):
            out.append(c)
        elif c in "'’" and 0 < i < len(text) - 1 and is_letter(text[i - 1]) and is_letter(text[i + 1]):
            pass
        elif c in "0123456789" and not remove_digits:
            out.append(c)
        else:
            out.append(" ")
    return one_space("".join(out))


def remove_stopwords(text, stopwords, is_lower_case=False):
    tokens = text.split()
    compared = tokens if is_lower_case else [t.lower() for t in tokens]
    return " ".join(t for t, c in zip(tokens, compared) if c not in stopwords)


def text_cleaning(text, stopwords):
    return remove_stopwords(
        remove_special_characters(remove_between_square_brackets(strip_html(text))), stopwords
    )


# ------------------------------------------------------------ tokenization


def whitespace_tokenize(text):
    tokens = one_space(text).split(" ")
    return [t for t in tokens if t]


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
    tokens = []
    for c in unicodedata.normalize("NFC", text):
        if not c.isspace():
            tokens.append(c)
    return tokens


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
    out = []
    for token in kiwi.tokenize(text):
        if keep is None:
            out.append(token.form)
            continue
        for prefix in keep:
            if token.tag[: len(prefix)] == prefix:
                out.append(token.form)
                break
    return out


# ------------------------------------------------------- vocab, split, vectors


def build_vocab(tokenised, min_freq=1, specials=("<pad>", "<unk>")):
    words = [w for sentence in tokenised for w in sentence]
    first = []
    freq = {}
    for w in words:
        if w not in freq:
            first.append(w)
            freq[w] = 0
        freq[w] += 1
    vocab = {s: i for i, s in enumerate(specials)}
    for f in range(max(freq.values(), default=0), min_freq - 1, -1):
        for w in first:
            if freq[w] == f and w not in vocab:
                vocab[w] = len(vocab)
    return vocab


def encode(tokens, vocab, unk="<unk>"):
    ids = []
    for t in tokens:
        if t not in vocab:
            t = unk
        ids.append(vocab[t])
    return ids


def decode(ids, vocab):
    tokens = []
    for i in ids:
        for word, number in vocab.items():
            if number == i:
                tokens.append(word)
    return tokens


def train_valid_test_split(n, ratios, seed):
    g = torch.Generator()
    g.manual_seed(seed)
    left = torch.randperm(n, generator=g).tolist()
    valid, test = [], []
    for _ in range(round(n * ratios[1])):
        valid.append(left.pop())
    for _ in range(round(n * ratios[2])):
        test.append(left.pop())
    return left, valid, test


def one_hot(ids, size):
    out = torch.zeros(len(ids), size)
    for t in range(len(ids)):
        out[t, ids[t].item()] = 1
    return out


def bag_of_words(docs, size):
    return torch.tensor([[float(doc.count(v)) for v in range(size)] for doc in docs])


def tf_idf(counts):
    n, v = counts.shape
    rows = counts.tolist()
    idf = []
    for j in range(v):
        df = sum(1 for row in rows if row[j] > 0)
        idf.append(math.log((1 + n) / (1 + df)) + 1)
    for row in rows:
        for j in range(v):
            row[j] *= idf[j]
        length = math.sqrt(sum(x * x for x in row))
        if length > 0:
            for j in range(v):
                row[j] /= length
    return torch.tensor(rows, dtype=counts.dtype)


# ---------------------------------------------------------------- padding


def pad_batch(seqs, pad, fix_length=None):
    longest = max(len(s) for s in seqs) if fix_length is None else fix_length
    rows, lengths = [], []
    for s in seqs:
        s = s[:longest]
        lengths.append(len(s))
        rows.append(s + [pad] * (longest - len(s)))
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
        result = 0.0
        words = sentence + ["</s>"]
        for i in range(len(words)):
            result += math.log(self.prob(words[i], tuple(words[max(0, i - self.n) : i])))
        return result

    def perplexity(self, sentences):
        logs = 0.0
        number = 0
        for sentence in sentences:
            logs += self.sentence_log_prob(sentence)
            number += len(sentence) + 1
        return math.exp(-logs / number)


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
    """re.findall(r"\\s*\\S+|\\s+$", text)와 같은 조각"""
    pieces, piece = [], ""
    for i, c in enumerate(text):
        piece += c
        if not c.isspace() and (i + 1 == len(text) or text[i + 1].isspace()):
            pieces.append(piece)
            piece = ""
    if piece:
        pieces.append(piece)
    return [[bytes((b,)) for b in p.encode("utf8")] for p in pieces]


def join_pair(tokens, left, right):
    i = 0
    result = []
    while i < len(tokens):
        if tokens[i] == left and tokens[i + 1 : i + 2] == [right]:
            result.append(left + right)
            i += 1
        else:
            result.append(tokens[i])
        i += 1
    return result


def train_bpe(text, num_merges):
    pieces = cut(text)
    merges = []
    while len(merges) != num_merges:
        counts = {}
        for tokens in pieces:
            for i in range(1, len(tokens)):
                pair = (tokens[i - 1], tokens[i])
                counts[pair] = counts.get(pair, 0) + 1
        if not counts:
            return merges
        best = None
        for pair in counts:
            if best is None or counts[pair] > counts[best] or (counts[pair] == counts[best] and pair < best):
                best = pair
        merges.append(best)
        pieces = [join_pair(tokens, *best) for tokens in pieces]
    return merges


def bpe_encode(text, merges):
    pieces = cut(text)
    for left, right in merges:
        pieces = [join_pair(tokens, left, right) for tokens in pieces]
    return [token for tokens in pieces for token in tokens]


def bpe_decode(tokens):
    data = b""
    for token in tokens:
        data += token
    return str(data, "utf8")


# ----------------------------------------------------------------- metrics


def micro_f1(true, pred):
    tp = fp = fn = 0
    for row_t, row_p in zip(true.tolist(), pred.tolist()):
        for t, p in zip(row_t, row_p):
            tp += t and p
            fp += p and not t
            fn += t and not p
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0


def macro_f1(true, pred):
    total = 0.0
    for k in range(true.shape[1]):
        total += micro_f1(true[:, k : k + 1], pred[:, k : k + 1])
    return total / true.shape[1]


# ------------------------------------------------------------ 예습과제


def parts(text):
    """단어와 그 단어의 앞 두 글자, 세 글자 (조사가 떨어져 나간다)"""
    out = []
    for w in word_tokenize(text.lower()):
        out += sorted({w, w[:2], w[:3]})
    return out


class Topics:
    def __init__(self, weights, bias, index):
        self.weights, self.bias, self.index = weights, bias, index

    def predict(self, texts):
        answers = []
        for text in texts:
            scores = self.bias.clone()
            for p in parts(text):
                if p in self.index:
                    scores += self.weights[self.index[p]]
            answers.append(scores.argmax().item())
        return answers


def train_topic_classifier(texts, labels, valid_texts, valid_labels, seed, device):
    # 나이브 베이즈
    index = {p: i for i, p in enumerate(sorted({p for text in texts for p in parts(text)}))}
    counts = torch.full((len(index), max(labels) + 1), 0.3)
    for text, label in zip(texts, labels):
        for p in parts(text):
            counts[index[p], label] += 1
    return Topics(
        (counts / counts.sum(0)).log(), torch.tensor([math.log(labels.count(k)) for k in range(max(labels) + 1)]), index
    )


class Feelings:
    def __init__(self, net, index):
        self.net, self.index, self.threshold = net, index, 0.5

    def probs(self, text):
        ids = sorted({self.index[p] for p in grams(text) if p in self.index})
        with torch.no_grad():
            return self.net(torch.tensor([ids], dtype=torch.long)).sigmoid()[0]

    def predict(self, texts):
        return [(self.probs(t) > self.threshold).nonzero().flatten().tolist() for t in texts]


class Net(nn.Module):
    def __init__(self, v, k):
        super().__init__()
        self.bag = nn.EmbeddingBag(v, 32, mode="mean")
        self.out = nn.Linear(32, k)

    def forward(self, ids, offsets=None):
        return self.out(self.bag(ids, offsets))


def grams(text):
    text = "  " + text.lower() + "  "
    return text.split() + [text[i : i + 2] for i in range(len(text) - 1)] + [text[i : i + 3] for i in range(len(text) - 2)]


def train_multi_label(texts, labels, valid_texts, valid_labels, num_labels, seed, device):
    torch.manual_seed(seed)
    df = {}
    for text in texts:
        for g in set(grams(text)):
            df[g] = df.get(g, 0) + 1
    index = {g: i for i, g in enumerate(sorted(g for g in df if df[g] > 1))}
    net = Net(len(index), num_labels)
    model = Feelings(net, index)
    rows = [sorted({index[g] for g in grams(t) if g in index}) for t in texts]
    y = torch.tensor([[1.0 if k in some else 0.0 for k in range(num_labels)] for some in labels])
    share = y.mean(0).clamp(0.001, 0.999)
    net.out.bias.data.copy_(torch.log(share / (1 - share)))
    optimizer = torch.optim.Adam(net.parameters(), 0.01)
    order = list(range(len(rows)))
    rng = random.Random(seed)
    for epoch in range(8):
        rng.shuffle(order)
        for b in range(0, len(order), 64):
            batch = order[b : b + 64]
            flat, starts = [], []
            for i in batch:
                starts.append(len(flat))
                flat += rows[i]
            optimizer.zero_grad()
            nn.BCEWithLogitsLoss()(net(torch.tensor(flat), torch.tensor(starts)), y[batch]).backward()
            optimizer.step()
    p = torch.stack([model.probs(t) for t in valid_texts])
    true = torch.tensor([[k in some for k in range(num_labels)] for some in valid_labels])
    best = 0
    for t in [x / 50 for x in range(2, 30)]:
        f1 = micro_f1(true, p > t)
        if f1 > best:
            best, model.threshold = f1, t
    return model
