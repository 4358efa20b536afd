import html
import re
import unicodedata
from collections import Counter

import torch
from kiwipiepy import Kiwi

LETTERS = "A-Za-zÀ-ÖØ-öø-ɏ가-힣ㄱ-ㅎㅏ-ㅣ"


def strip_html(text):
    text = html.unescape(text)
    text = re.sub(r"<(script|style).*?</\1>", " ", text, flags=re.DOTALL | re.IGNORECASE)
    text = re.sub(r"<!--.*?-->", " ", text)  # 한 줄짜리 주석
    text = re.sub(r"</?[a-zA-Z!][^>]*>", " ", text)
    return " ".join(text.split())


def remove_between_square_brackets(text):
    return " ".join(re.sub(r"\[[^]]*\]", " ", text).split())


def remove_special_characters(text, remove_digits=True):
    text = re.sub(f"([{LETTERS}])['’](?=[{LETTERS}])", r"\1", text)
    keep = LETTERS if remove_digits else LETTERS + "0-9"
    return " ".join(re.sub(f"[^{keep}]", " ", text).split())


def remove_stopwords(text, stopwords, is_lower_case=False):
    if not is_lower_case:
        text = text.lower()
    return " ".join(w for w in text.split() if w not in stopwords)


def text_cleaning(text, stopwords):
    text = remove_special_characters(remove_between_square_brackets(strip_html(text)))
    return remove_stopwords(text, stopwords)


def whitespace_tokenize(text):
    return re.split(r"\s+", text.strip()) if text.strip() else []


def word_tokenize(text):
    # 대소문자는 구별하지 않는 게 좋으니까 소문자로
    text = text.lower()
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*|[^\s]", text)


def syllable_tokenize(text):
    text = unicodedata.normalize("NFC", text)
    return [c for c in text if not c.isspace()]


CHO = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
JUNG = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
JONG = [""] + list("ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")


def jamo_tokenize(text):
    out = []
    for c in syllable_tokenize(text):
        if "가" <= c <= "힣":
            n = ord(c) - ord("가")
            out += [CHO[n // 588], JUNG[n // 28 % 21], JONG[n % 28]]
        else:
            out.append(c)
    return out


def morphemes(text, keep=None):
    # 부를 때마다 새로 만들면 느리지만...
    global kiwi
    if "kiwi" not in globals():
        kiwi = Kiwi(num_workers=1)
    if keep:
        return [t.form for t in kiwi.tokenize(text) if t.tag in keep or t.tag[:2] in keep]
    return [t.form for t in kiwi.tokenize(text)]


def build_vocab(tokenised, min_freq=1, specials=("<pad>", "<unk>")):
    vocab = {}
    for s in specials:
        vocab[s] = len(vocab)
    counter = Counter()
    for sentence in tokenised:
        counter.update(sentence)
    for word, freq in counter.most_common():
        if freq >= min_freq:
            vocab[word] = len(vocab)
    return vocab


def encode(tokens, vocab, unk="<unk>"):
    return [vocab.get(t) or vocab.get(unk, 1) for t in tokens]


def decode(ids, vocab):
    words = list(vocab)
    return [words[i] for i in ids]


def train_valid_test_split(n, ratios, seed):
    torch.manual_seed(seed)
    valid, test = round(n * ratios[1]), round(n * ratios[2])
    index = list(range(n))
    return index[: n - valid - test], index[n - valid - test : n - test], index[n - test :]


def one_hot(ids, size):
    return torch.eye(size)[ids.tolist()]


def bag_of_words(docs, size):
    return torch.stack([one_hot(torch.tensor(doc), size).sum(0) for doc in docs])


def tf_idf(counts):
    n = counts.shape[0]
    df = (counts > 0).sum(dim=0)
    idf = torch.log((1 + n) / (1 + df)) + 1
    w = counts * idf
    return w / w.norm(dim=1, keepdim=True)
