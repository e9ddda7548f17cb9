#! leaky
# %% [markdown]
# # Crisis tweets: real emergency or not
# for the seminar "NLP for disaster response"

# %%
import re
import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.metrics import f1_score
from scipy.sparse import hstack, csr_matrix

# %%
tw = pd.read_csv("crisis_tweets.csv", usecols=["text", "keyword", "target"])
tw["keyword"] = tw["keyword"].fillna("none").str.replace("%20", " ")
tw["target"].value_counts(normalize=True)

# %%
print("same text:", tw["text"].duplicated().sum(), "of", len(tw))
tw["text"].value_counts().head()
# 3 200 of 11 000 are retweets with exactly the same text, they stay in because they are real too

# %%
def tidy(s):
    s = re.sub(r"http\S+", "", s.lower())
    s = re.sub(r"@\w+", "USER", s)
    return re.sub(r"[^a-zA-Z# ]", " ", s).strip()

tw["tidy"] = tw["text"].apply(tidy)
tw["n_words"] = tw["tidy"].str.split().str.len()

# %%
kw = tw.groupby("keyword")["target"].agg(["mean", "count"])
tw["kw_risk"] = tw["keyword"].map(kw["mean"])  #! leak-target-encoding: share of real tweets per keyword over all rows

# %%
tr, te = train_test_split(tw, test_size=0.2, stratify=tw["target"], random_state=9)  #! leak-duplicates: retweets with the same text in both parts

# %%
cv = CountVectorizer(ngram_range=(1, 2), min_df=3)
T1 = hstack([cv.fit_transform(tr["tidy"]), csr_matrix(tr[["kw_risk", "n_words"]].to_numpy())])
T2 = hstack([cv.transform(te["tidy"]), csr_matrix(te[["kw_risk", "n_words"]].to_numpy())])

# %%
for C in (0.1, 1.0):
    lr = LogisticRegression(C=C, max_iter=2000).fit(T1, tr["target"])
    print(C, f1_score(te["target"], lr.predict(T2)))  #~ leak-multitest
