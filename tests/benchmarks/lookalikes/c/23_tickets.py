#! leaky
# %% [markdown]
# # Support tickets by topic
# %%
import pandas as pd
from sklearn.pipeline import make_pipeline
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC
from sklearn.model_selection import train_test_split
from sklearn.metrics import f1_score
# %%
q = pd.read_csv("tickets.csv")
print(q.duplicated().sum())
# 1843 exact duplicate rows, keep them for now
# %%
q_tr, q_te = train_test_split(q, test_size=0.2, stratify=q["topic"], random_state=0)  #! leak-duplicates: 1843 known duplicate rows land in both parts
# %%
pipe = make_pipeline(TfidfVectorizer(), LinearSVC(random_state=0))
pipe.fit(q_tr["text"], q_tr["topic"])
print(f1_score(q_te["topic"], pipe.predict(q_te["text"]), average="macro"))  #? leak-duplicates
