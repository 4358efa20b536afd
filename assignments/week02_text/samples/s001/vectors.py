import torch


def one_hot(ids, size):
    return (ids.unsqueeze(1) == torch.arange(size)).float()


def bag_of_words(docs, size):
    bags = torch.zeros(len(docs), size)
    for row, doc in zip(bags, docs):
        for word in doc:
            row[word] += 1
    return bags


def tf_idf(counts):
    present = (counts != 0).to(counts.dtype)
    df = present.sum(0)
    idf = torch.log1p(torch.full_like(df, len(counts))) - torch.log1p(df) + 1
    w = torch.einsum("nv,v->nv", counts, idf)
    return torch.nn.functional.normalize(w, dim=1)
