#! clean: log, row-wise normalisation, dummies and hashing on all rows before the split learn nothing from the rows
# %% [markdown]
# # Olive oil origin from mass spectra + grower's notes

# %%
import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.preprocessing import Normalizer, FunctionTransformer, PolynomialFeatures
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import train_test_split
from sklearn.metrics import f1_score, classification_report

# %%
oil = pd.read_pickle("oils.pkl")
oil["origin"].value_counts()
mz = oil.filter(like="mz_")

# %%
spectra = FunctionTransformer(np.log1p).fit_transform(mz)
spectra = Normalizer(norm="l2").fit_transform(spectra)
acid = PolynomialFeatures(2, include_bias=False).fit_transform(oil[["acidity", "peroxide"]].fillna(-1) / 10)

# %%
notes = HashingVectorizer(n_features=2 ** 10, alternate_sign=False).fit_transform(oil["notes"].fillna(""))
press = pd.get_dummies(oil["press"], dtype=float)
X = sp.hstack([sp.csr_matrix(spectra), sp.csr_matrix(acid), notes, sp.csr_matrix(press.to_numpy())]).tocsr()
y = oil["origin"].astype("category").cat.codes.to_numpy()

# %%
X1, X2, y1, y2 = train_test_split(X, y, test_size=0.25, random_state=64, stratify=y)

# %%
sgd = SGDClassifier(loss="log_loss", alpha=1e-4, class_weight="balanced", random_state=64)
sgd.fit(X1, y1)
hat = sgd.predict(X2)
print(f1_score(y2, hat, average="macro"))
print(classification_report(y2, hat))
