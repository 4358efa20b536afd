import html
import re


def strip_html(text):
    text = re.sub(r"</?[a-zA-Z][^>]*>", " ", text)
    return " ".join(html.unescape(text).split())


def remove_between_square_brackets(text):
    return re.sub(r"\[[^]]*\]", " ", text)


# 잘 되는지 확인
print(strip_html(review))
