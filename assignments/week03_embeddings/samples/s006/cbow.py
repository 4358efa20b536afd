from helper import make_layers  # 제출할 때 빠뜨림
import torch.nn as nn


class CBOW(nn.Module):
    def __init__(self, vocab_size, embed_dim, context_size, hidden):
        super().__init__()
        self.embeddings, self.linear1, self.linear2 = make_layers(vocab_size, embed_dim, context_size, hidden)

    def forward(self, ids):
        x = self.embeddings(ids).flatten(1)
        return self.linear2(self.linear1(x).relu()).log_softmax(-1)
