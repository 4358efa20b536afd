import torch

LSTM_GATES = "figo"
GRU_GATES = "zrg"


def cut(M, names):
    # last axis into blocks, as a dict
    H = M.shape[-1] // len(names)
    return {name: M[..., k * H:(k + 1) * H] for k, name in enumerate(names)}


def lstm_gates(x, h, Wx, Wh, b):
    U, V, B = cut(Wx, LSTM_GATES), cut(Wh, LSTM_GATES), cut(b, LSTM_GATES)
    gates = {}
    for n in LSTM_GATES:
        a = torch.mm(x, U[n]) + torch.mm(h, V[n]) + B[n]
        if n == "g":
            gates[n] = a.tanh()
        else:
            gates[n] = a.sigmoid()
    return gates


def lstm_cell(x, h, c, Wx, Wh, b):
    q = lstm_gates(x, h, Wx, Wh, b)
    c2 = q["f"] * c + q["i"] * q["g"]
    return torch.tanh(c2) * q["o"], c2


def d_sig(y):
    return y * (1 - y)


def d_tanh(y):
    return 1 - y * y


def lstm_cell_backward(dh, dc, x, h, c, Wx, Wh, b):
    q = lstm_gates(x, h, Wx, Wh, b)
    h2, c2 = lstm_cell(x, h, c, Wx, Wh, b)
    t = torch.tanh(c2)
    DC = dc + dh * q["o"] * d_tanh(t)
    D = {}
    D["f"] = DC * c * d_sig(q["f"])
    D["i"] = DC * q["g"] * d_sig(q["i"])
    D["g"] = DC * q["i"] * d_tanh(q["g"])
    D["o"] = dh * t * d_sig(q["o"])
    U, V = cut(Wx, LSTM_GATES), cut(Wh, LSTM_GATES)
    dx, dh_old = 0, 0
    dWx, dWh, db = [], [], []
    for n in LSTM_GATES:
        dx = dx + D[n].mm(U[n].t())
        dh_old = dh_old + D[n].mm(V[n].t())
        dWx.append(x.t().mm(D[n]))
        dWh.append(h.t().mm(D[n]))
        db.append(D[n].sum(0))
    return dx, dh_old, DC * q["f"], torch.hstack(dWx), torch.hstack(dWh), torch.hstack(db)


def sig(a):
    # two cases, so that exp never gets a large number
    e = torch.exp(-a.abs())
    return torch.where(a >= 0, 1 / (1 + e), e / (1 + e))


def gru_all(x, h, Wx, Wh, b):
    U, V, B = cut(Wx, GRU_GATES), cut(Wh, GRU_GATES), cut(b, GRU_GATES)
    z = sig(x.mm(U["z"]) + h.mm(V["z"]) + B["z"])
    r = sig(x.mm(U["r"]) + h.mm(V["r"]) + B["r"])
    g = torch.tanh(x.mm(U["g"]) + (r * h).mm(V["g"]) + B["g"])
    return z, r, g


def gru_cell(x, h, Wx, Wh, b):
    z, r, g = gru_all(x, h, Wx, Wh, b)
    return g - z * g + z * h


def gru_cell_backward(dh, x, h, Wx, Wh, b):
    z, r, g = gru_all(x, h, Wx, Wh, b)
    U, V = cut(Wx, GRU_GATES), cut(Wh, GRU_GATES)
    Dg = dh * (1 - z) * d_tanh(g)
    Dz = dh * h * d_sig(z) - dh * g * d_sig(z)
    s = torch.matmul(Dg, V["g"].t())
    Dr = s * h * d_sig(r)
    dx = Dz.mm(U["z"].t()) + Dr.mm(U["r"].t()) + Dg.mm(U["g"].t())
    dh_old = dh * z            # 1
    dh_old = dh_old + Dz.mm(V["z"].t())   # 2
    dh_old = dh_old + Dr.mm(V["r"].t())   # 3
    dh_old = dh_old + s * r    # 4
    dWx = torch.cat([x.t() @ Dz, x.t() @ Dr, x.t() @ Dg], 1)
    dWh = torch.cat([h.t() @ Dz, h.t() @ Dr, (r * h).t() @ Dg], 1)
    db = torch.cat([Dz.sum(0), Dr.sum(0), Dg.sum(0)])
    return dx, dh_old, dWx, dWh, db
