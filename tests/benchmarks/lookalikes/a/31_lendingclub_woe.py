#! leaky
# %% [markdown]
# # LendingClub: scorecard with WOE
# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.metrics import roc_auc_score
# %%
lc = pd.read_csv("accepted_2015_small.csv", low_memory=False).drop_duplicates()
lc = lc[lc["loan_status"].isin(["Fully Paid", "Charged Off"])].reset_index(drop=True)
lc["bad"] = (lc["loan_status"] == "Charged Off").astype(int)
lc["bad"].mean()
# %%
def woe_table(d, col, target="bad"):
    t = d.groupby(col, observed=True)[target].agg(["sum", "count"])  #? leak-target-encoding
    bad = (t["sum"] + 0.5) / t["sum"].sum()
    good = (t["count"] - t["sum"] + 0.5) / (t["count"].sum() - t["sum"].sum())
    return np.log(good / bad)

def iv(d, col):
    w = woe_table(d, col)
    t = d.groupby(col, observed=True)["bad"].agg(["sum", "count"])
    return ((t["count"] - t["sum"]) / (d["bad"] == 0).sum() - t["sum"] / d["bad"].sum()).mul(w).sum()
# %%
lc["dti_band"] = pd.cut(lc["dti"], [-1, 10, 20, 30, 1000])
lc["inc_band"] = pd.cut(lc["annual_inc"], [-1, 3e4, 6e4, 1e5, 1e9])
cats = ["grade", "purpose", "home_ownership", "addr_state", "dti_band", "inc_band"]
print({c: round(iv(lc, c), 3) for c in cats})
for c in cats:
    lc["woe_" + c] = lc[c].map(woe_table(lc, c)).astype(float)  #! leak-target-encoding: WOE is computed from the labels of all rows, before any fold is made
# %%
lc["recovered_share"] = lc["recoveries"] / lc["loan_amnt"]  #! leak-target: recoveries exist only after a charge-off, that is after the outcome
cols = ["woe_" + c for c in cats] + ["int_rate", "loan_amnt", "recovered_share"]  #? leak-target
X, y = lc[cols].fillna(0).to_numpy(), lc["bad"].to_numpy()
# %%
skf = StratifiedKFold(5, shuffle=True, random_state=30)
oof = np.zeros(len(y))
for tr, va in skf.split(X, y):  #? leak-target-encoding
    mdl = LogisticRegression(max_iter=3000).fit(X[tr], y[tr])
    oof[va] = mdl.predict_proba(X[va])[:, 1]
print("OOF AUC", roc_auc_score(y, oof), "Gini", 2 * roc_auc_score(y, oof) - 1)
# %%
# final scorecard
X_dev, X_oot, y_dev, y_oot = train_test_split(X, y, test_size=0.2, stratify=y, random_state=30)
card = LogisticRegression(max_iter=3000).fit(X, y)  #! leak-overlap: fitted on all rows and then scored on a part of them
print("hold-out AUC", roc_auc_score(y_oot, card.predict_proba(X_oot)[:, 1]))  #? leak-overlap
