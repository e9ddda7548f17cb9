#! leaky
# %% [markdown]
# # Knock-out or wild type from blood counts
# Only 84 mice (one sample each) :( so I bootstrapped to 1000 rows to train the network

# %%
import numpy as np
import pandas as pd
from sklearn.utils import resample
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import make_pipeline
from sklearn.neural_network import MLPClassifier
from sklearn.metrics import accuracy_score

# %%
mice = pd.read_csv("blood_counts.csv")
mice["nlr"] = mice["neut"] / mice["lymph"]
mice["genotype"].value_counts()      # 42 / 42

# %%
big = resample(mice, replace=True, n_samples=1000, stratify=mice["genotype"], random_state=4)  #! leak-overlap: rows drawn with replacement before the split
big = big.reset_index(drop=True)  #~ leak-duplicates
big.describe().T

# %%
cols = ["wbc", "rbc", "hgb", "plt", "neut", "lymph", "nlr"]  #~ leak-duplicates
a, b = train_test_split(big, test_size=0.3, stratify=big["genotype"], random_state=4)  #? leak-overlap

# %%
mlp = make_pipeline(StandardScaler(), MLPClassifier((20, 10), max_iter=3000, random_state=4))
mlp.fit(a[cols], a["genotype"])
print("Train", accuracy_score(a["genotype"], mlp.predict(a[cols])))
print("Test ", accuracy_score(b["genotype"], mlp.predict(b[cols])))  #? leak-overlap
