#! clean: duplicates dropped before the split, vectorizer fitted on train
# %% [markdown]
# # SMS spam
# %%
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.model_selection import train_test_split
from sklearn.metrics import f1_score
# %%
s = pd.read_csv("sms.csv")
print(s.duplicated().sum())  # 403
s = s.drop_duplicates()
# %%
tr, te = train_test_split(s, test_size=0.2, stratify=s["spam"], random_state=0)
cv = CountVectorizer()
W, V = cv.fit_transform(tr["text"]), cv.transform(te["text"])
# %%
nb = MultinomialNB().fit(W, tr["spam"])
print(f1_score(te["spam"], nb.predict(V)))
