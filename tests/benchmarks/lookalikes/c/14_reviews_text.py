#! leaky
# %%
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, StratifiedKFold
# %%
rev = pd.read_csv("reviews.csv").drop_duplicates("text")
rev["text"] = rev["text"].str.lower()
labels = rev["sentiment"]
# %%
vec = TfidfVectorizer(max_features=20000)
bow = vec.fit_transform(rev["text"])  #? leak-preprocess
# %%
picker = SelectKBest(chi2, k=1500)
bow_small = picker.fit_transform(bow, labels)  #! leak-preprocess: features selected with all labels before the CV
# %%
cv = StratifiedKFold(5, shuffle=True, random_state=2)
scores = cross_val_score(LogisticRegression(max_iter=1000), bow_small, labels, cv=cv, scoring="roc_auc")  #? leak-preprocess
print(scores.mean())
