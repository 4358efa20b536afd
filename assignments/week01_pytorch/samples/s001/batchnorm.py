import torch


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    if not training:
        y = (x - running_mean) * torch.rsqrt(running_var + eps) * gamma + beta
        return y, running_mean.clone(), running_var.clone()

    n = x.size(0)
    mu = x.sum(0) / n
    centred = x - mu
    sq = (centred * centred).sum(0)
    y = centred * torch.rsqrt(sq / n + eps) * gamma + beta
    with torch.no_grad():
        new_mean = torch.lerp(running_mean, mu, momentum)
        new_var = torch.lerp(running_var, sq / (n - 1), momentum)
    return y, new_mean, new_var


def batchnorm_backward(grad_out, x, gamma, eps=1e-5):
    # cs231n처럼 한 단계씩
    n = x.size(0)
    mu = x.mean(0)
    xmu = x - mu
    var = (xmu**2).mean(0)
    ivar = 1 / torch.sqrt(var + eps)

    dbeta = grad_out.sum(0)
    dgamma = (grad_out * xmu * ivar).sum(0)
    dxhat = grad_out * gamma
    dvar = (dxhat * xmu).sum(0) * -0.5 * ivar**3
    dmu = -(dxhat * ivar).sum(0) - 2 * dvar * xmu.mean(0)
    dx = dxhat * ivar + dvar * 2 * xmu / n + dmu / n
    return dx, dgamma, dbeta
