from my_utils import unit
from similarity import most_similar


def analogy(a, b, c, table, k=1):
    u = unit(table)
    return most_similar(u[b] - u[a] + u[c], table, k, exclude=(a, b, c))
