import torch


def one_hot(ids, size):
    # 단어가 몇 개까지 나올지 모르니까 넉넉하게
    return torch.eye(1000000)[ids][:, :size]


def bag_of_words(docs, size):
    out = torch.zeros(len(docs), size)
    for n, doc in enumerate(docs):
        out[n].index_add_(0, torch.tensor(doc, dtype=torch.long), torch.ones(len(doc)))
    return out


def tf_idf(counts):
    df = (counts > 0).sum(0).to(counts.dtype)
    w = counts * (torch.log((len(counts) + 1) / (df + 1)) + 1)
    return w / w.norm(dim=1, keepdim=True).clamp(min=1e-12)
