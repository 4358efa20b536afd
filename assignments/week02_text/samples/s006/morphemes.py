from kiwipiepy import Kiwi

kiwi = Kiwi(model_path="/content/drive/MyDrive/NLP/kiwi_model")


def morphemes(text, keep=None):
    return [t.form for t in kiwi.tokenize(text) if keep is None or t.tag.startswith(tuple(keep))]
