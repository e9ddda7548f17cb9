#! leaky
# %% [markdown]
# # Rare side effect after anaesthesia
# 9 100 patients (one row each), 2.3 % with the event

# %%
import pandas as pd
import numpy as np
from sklearn.preprocessing import StandardScaler
from imblearn.over_sampling import SMOTE
from sklearn.model_selection import StratifiedKFold
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import recall_score, precision_score, average_precision_score

# %%
NUM = ["age", "bmi", "asa", "duration_min", "map_min", "hr_max", "fluid_ml"]

def scaled(frame):
    std = StandardScaler()
    return std.fit_transform(frame)  #! leak-preprocess: called with all rows before the folds

def load_xy(path):
    pat = pd.read_csv(path)
    pat["bmi"] = pat["weight"] / (pat["height"] / 100) ** 2
    print(pat["event"].value_counts(normalize=True))
    return scaled(pat[NUM].fillna(0)), pat["event"].to_numpy()  #? leak-preprocess

# %%
X, y = load_xy("anaesthesia.csv")  #? leak-preprocess
sm = SMOTE(k_neighbors=5, random_state=0)
Xb, yb = sm.fit_resample(X, y)  #! leak-overlap: synthetic rows made from all rows before the folds
print(np.bincount(yb))

# %%
rows = []
folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=0)
for f, (a, b) in enumerate(folds.split(Xb, yb)):  #? leak-overlap
    lr = LogisticRegression(max_iter=500).fit(Xb[a], yb[a])
    p = lr.predict_proba(Xb[b])[:, 1]
    rows.append({
        "fold": f,
        "recall": recall_score(yb[b], p > 0.5),
        "precision": precision_score(yb[b], p > 0.5),
        "ap": average_precision_score(yb[b], p),
    })

# %%
pd.DataFrame(rows).drop(columns="fold").agg(["mean", "std"])
