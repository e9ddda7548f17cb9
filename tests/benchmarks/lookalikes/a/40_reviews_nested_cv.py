#! clean: vectoriser and selection are in pipelines; choice by CV in train, nested CV for the estimate, test scored for the winner only
# %% [markdown]
# # Hotel reviews: happy or not
# Short texts plus a few numbers of the booking
# %%
import pandas as pd
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer, HashingVectorizer
from sklearn.feature_selection import SelectPercentile, chi2
from sklearn.compose import ColumnTransformer
from sklearn.preprocessing import MinMaxScaler
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.pipeline import Pipeline
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score, train_test_split
from sklearn.metrics import roc_auc_score
# %%
rev = pd.read_csv("reviews.csv").dropna(subset=["text"])
rev = rev.drop_duplicates(subset=["text"]).reset_index(drop=True)
rev["happy"] = (rev["stars"] >= 4).astype(int)
rev["n_words"] = rev["text"].str.split().str.len()
rev["caps"] = rev["text"].str.count(r"[A-Z]") / rev["text"].str.len()
rev.groupby("happy")[["n_words", "caps"]].mean()
# %%
X = rev[["text", "n_words", "caps", "nights", "price"]]
y = rev["happy"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=26)
nums = ["n_words", "caps", "nights", "price"]
inner, outer = (StratifiedKFold(n, shuffle=True, random_state=26) for n in (3, 5))
# %%
def text_pipe(vec, clf, extra=()):
    ct = ColumnTransformer([("txt", vec, "text"), ("num", MinMaxScaler(clip=True), nums)])
    return Pipeline([("ct", ct), *extra, ("clf", clf)])

searches = {
    "tfidf+chi2": GridSearchCV(
        text_pipe(TfidfVectorizer(ngram_range=(1, 2), min_df=3), LogisticRegression(max_iter=2000), [("sel", SelectPercentile(chi2))]),
        {"sel__percentile": [20, 50], "clf__C": [0.3, 3]}, cv=inner, scoring="roc_auc"),
    "tfidf+svd": GridSearchCV(
        text_pipe(TfidfVectorizer(min_df=3), LogisticRegression(max_iter=2000), [("svd", TruncatedSVD(150, random_state=26))]),
        {"clf__C": [0.3, 3]}, cv=inner, scoring="roc_auc"),
    "hash+sgd": GridSearchCV(
        text_pipe(HashingVectorizer(alternate_sign=False), SGDClassifier(loss="log_loss", random_state=26)),
        {"clf__alpha": [1e-5, 1e-4]}, cv=inner, scoring="roc_auc"),
}
# %%
nested = {k: cross_val_score(s, X_train, y_train, cv=outer, scoring="roc_auc") for k, s in searches.items()}
print({k: f"{v.mean():.4f} +- {v.std():.4f}" for k, v in nested.items()})
# %%
chosen = max(nested, key=lambda k: nested[k].mean())
final = searches[chosen].fit(X_train, y_train)
print(chosen, final.best_params_, roc_auc_score(y_test, final.predict_proba(X_test)[:, 1]))
