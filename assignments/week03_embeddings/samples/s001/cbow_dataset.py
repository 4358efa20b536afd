from my_utils import windows


def create_cbow_dataset(tokens):
    data = []
    for left2, left1, target, right1, right2 in windows(tokens):
        data.append(([left2, left1, right1, right2], target))
    return data
