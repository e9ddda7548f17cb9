#! clean: target encoding and scaling by hand inside the folds
# %% [markdown]
# # Clicks by site
# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.metrics import roc_auc_score
# %%
d = pd.read_csv("clicks.csv")
print(d.shape, d["age"].mean())
# %%
print(d.groupby("site")["clicked"].mean())  # only to look
# %%
out = []
for a, b in StratifiedKFold(5, shuffle=True, random_state=0).split(d, d["clicked"]):
    tr, va = d.iloc[a].copy(), d.iloc[b].copy()
    ctr = tr.groupby("site")["clicked"].mean()
    for part in (tr, va):
        part["ctr"] = part["site"].map(ctr).fillna(tr["clicked"].mean())  #~ leak-target-encoding
    mu, sd = tr[["age", "ctr"]].mean(), tr[["age", "ctr"]].std()
    lr = LogisticRegression().fit((tr[["age", "ctr"]] - mu) / sd, tr["clicked"])
    out.append(roc_auc_score(va["clicked"], lr.predict_proba((va[["age", "ctr"]] - mu) / sd)[:, 1]))
print(np.mean(out))
