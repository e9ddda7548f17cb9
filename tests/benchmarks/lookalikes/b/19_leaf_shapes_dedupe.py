#! clean: duplicates are dropped before the split, LabelEncoder is on the target only, the scaler is in the pipeline
# %% [markdown]
# # Leaf species from shape
# I merged two exports of the herbarium database, they share many rows

# %%
import pandas as pd
import numpy as np
from sklearn.preprocessing import LabelEncoder, StandardScaler
from sklearn.pipeline import make_pipeline
from sklearn.neighbors import KNeighborsClassifier
from sklearn.model_selection import train_test_split
from sklearn.metrics import f1_score, ConfusionMatrixDisplay

# %%
old = pd.read_csv("leaves_2016.csv")
new = pd.read_csv("leaves_2019.csv")
leaves = pd.concat([old, new], ignore_index=True)
print("rows", len(leaves), "duplicated", leaves.duplicated().sum())

# %%
shape_cols = ["area", "perimeter", "aspect", "solidity", "eccentricity", "lobes"]
leaves = leaves.drop_duplicates(subset=shape_cols + ["species"]).reset_index(drop=True)
few = leaves["species"].value_counts()
leaves = leaves[leaves["species"].isin(few[few >= 10].index)]
len(leaves)

# %%
enc = LabelEncoder()
code = enc.fit_transform(leaves["species"])
feat = leaves[shape_cols].assign(compact=4 * np.pi * leaves["area"] / leaves["perimeter"] ** 2)

# %%
F1, F2, c1, c2 = train_test_split(feat, code, test_size=0.25, stratify=code, random_state=17)
knn = make_pipeline(StandardScaler(), KNeighborsClassifier(n_neighbors=7))
knn.fit(F1, c1)
guess = knn.predict(F2)
print("macro F1", f1_score(c2, guess, average="macro"))

# %%
ConfusionMatrixDisplay.from_predictions(enc.inverse_transform(c2), enc.inverse_transform(guess), xticks_rotation="vertical")
