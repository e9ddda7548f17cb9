#! leaky
# %% [markdown]
# # Ad clicks, 5 folds by hand
# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.metrics import roc_auc_score
# %%
d = pd.read_csv("ads.csv")
y = d["clicked"].values
d["site_ctr"] = d.groupby("site")["clicked"].transform("mean")  #! leak-target-encoding: click rate over all rows, also the validation folds
# %%
M = d[["age", "time_on_site", "site_ctr"]].values  #? leak-target-encoding
M = (M - M.mean(axis=0)) / M.std(axis=0)  #! leak-preprocess: mean and std of all rows before the folds
# %%
out = []
for a, b in StratifiedKFold(5, shuffle=True, random_state=6).split(M, y):
    lr = LogisticRegression().fit(M[a], y[a])
    out.append(roc_auc_score(y[b], lr.predict_proba(M[b])[:, 1]))
print(np.mean(out))
