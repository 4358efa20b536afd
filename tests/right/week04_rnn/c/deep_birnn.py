import torch


def rnn_shapes(input_size, hidden_size, num_layers, bidirectional, batch, time):
    # just ask torch :)
    net = torch.nn.RNN(input_size, hidden_size, num_layers, bidirectional=bidirectional, batch_first=True)
    with torch.no_grad():
        o, h = net(torch.zeros(batch, time, input_size))
    return tuple(o.shape), tuple(h.shape)


def deep_birnn(x, state, num_layers, bidirectional):
    names = [""]
    if bidirectional:
        names.append("_reverse")
    seq = [x[:, t] for t in range(x.shape[1])]  # list over time
    h_n = []
    for l in range(num_layers):
        tracks = []
        for s in names:
            key = str(l) + s
            Wi, Wh = state["weight_ih_l" + key].t(), state["weight_hh_l" + key].t()
            bi, bh = state["bias_ih_l" + key], state["bias_hh_l" + key]
            todo = seq if s == "" else seq[::-1]
            h = None
            track = []
            for xt in todo:
                a = torch.matmul(xt, Wi) + bi + bh
                if h is not None:
                    a = a + torch.matmul(h, Wh)
                else:
                    a = a + 0 * torch.matmul(a, Wh)  # h = 0, but Wh stays in the graph
                h = torch.tanh(a)
                track.append(h)
            h_n.append(h)
            if s == "_reverse":
                track.reverse()
            tracks.append(track)
        seq = [torch.cat(parts, dim=1) for parts in zip(*tracks)]
    return torch.stack(seq, 1), torch.stack(h_n, 0)
