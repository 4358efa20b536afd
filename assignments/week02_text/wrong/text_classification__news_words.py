"""A fixed list of words that tell the topics of news; nothing is learned.

task: text_classification
loses: test_train_topic_classifier
"""

WORDS = {
    0: ["네이버", "카카오", "삼성", "스마트폰", "LG", "출시", "게임", "앱"],
    1: ["증시", "코스피", "투자", "금리", "영업이익", "주가", "은행"],
    2: ["경찰", "법원", "검찰", "학교", "병원", "교육"],
    3: ["영화", "여행", "전시", "날씨", "축제", "책"],
    4: ["트럼프", "중국", "미국", "이란", "시리아", "러시아"],
    5: ["감독", "골", "승", "리그", "선수", "프로야구", "월드컵"],
    6: ["대통령", "국회", "의원", "북한", "여야", "총선"],
}


class Classifier:
    def __init__(self, topics):
        self.topics = topics

    def predict(self, texts):
        return [max(range(self.topics), key=lambda k: sum(word in text for word in WORDS[k])) for text in texts]


def train_topic_classifier(texts, labels, valid_texts, valid_labels, seed, device):
    return Classifier(max(labels) + 1)
