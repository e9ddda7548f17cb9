#! leaky
# %% [markdown]
# # Sorting abstracts by field
# Screening for a systematic review: 8 000 abstracts, 6 fields, roughly equal

# %%
import re
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC
from sklearn.metrics import accuracy_score, classification_report

# %%
ab = pd.read_json("abstracts.jsonl", lines=True)
ab = ab.drop_duplicates(subset="doi")

def clean(t):
    t = t.lower()
    t = re.sub(r"\d+", " ", t)
    return re.sub(r"[^a-z ]", " ", t)

ab["txt"] = ab["abstract"].map(clean)
ab["field"].value_counts(normalize=True)

# %%
vec = TfidfVectorizer(min_df=5, max_features=20000, ngram_range=(1, 2), stop_words="english")
M = vec.fit_transform(ab["txt"])  #! leak-preprocess: idf and vocabulary learned from all abstracts
M

# %%
M_tr, M_te, f_tr, f_te = train_test_split(M, ab["field"], test_size=0.2, stratify=ab["field"], random_state=1)  #? leak-preprocess

# %%
models = {
    "nb": MultinomialNB(),
    "logreg": LogisticRegression(max_iter=1000),
    "svm C=0.1": LinearSVC(C=0.1, random_state=0),
    "svm C=1": LinearSVC(C=1, random_state=0),
}
results = {}
for name, mod in models.items():
    mod.fit(M_tr, f_tr)
    results[name] = accuracy_score(f_te, mod.predict(M_te))

# %%
winner = max(results, key=results.get)  #! leak-multitest: model picked by test accuracy, the same number is reported
print("Best model:", winner, "accuracy", results[winner])  #? leak-multitest

# %%
print(classification_report(f_te, models[winner].predict(M_te)))
