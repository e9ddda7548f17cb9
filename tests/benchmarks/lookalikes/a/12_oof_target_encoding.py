#! clean: target encoding is out-of-fold within train; test gets the means of train
# %% [markdown]
# # Purchase propensity - high-cardinality categories
# `merchant` has 2 000+ levels, so one-hot is out. Encode by mean target, out of fold.
# %%
import pandas as pd
import numpy as np
from sklearn.model_selection import train_test_split, StratifiedKFold
from xgboost import XGBClassifier
from sklearn.metrics import roc_auc_score
# %%
offers = pd.read_parquet("offers.parquet", columns=["merchant", "city", "channel", "amount", "age", "bought"])
offers["log_amount"] = np.log1p(offers["amount"])
offers.groupby("channel")["bought"].agg(["mean", "count"])   # just to look
# %%
tr, te = train_test_split(offers, test_size=0.25, stratify=offers["bought"], random_state=31)
tr, te = tr.reset_index(drop=True), te.reset_index(drop=True)
# %%
def smooth_mean(d, col, target, prior, k=20):
    s = d.groupby(col)[target].agg(["sum", "count"])
    return (s["sum"] + k * prior) / (s["count"] + k)

HIGH = ["merchant", "city", "channel"]
kf = StratifiedKFold(n_splits=5, shuffle=True, random_state=31)
for col in HIGH:
    tr[col + "_te"] = np.nan
    for fit_idx, enc_idx in kf.split(tr, tr["bought"]):
        part = tr.iloc[fit_idx]
        prior = part["bought"].mean()
        m = smooth_mean(part, col, "bought", prior)
        tr.loc[enc_idx, col + "_te"] = tr.loc[enc_idx, col].map(m).fillna(prior)
    overall = tr["bought"].mean()
    te[col + "_te"] = te[col].map(smooth_mean(tr, col, "bought", overall)).fillna(overall)
# %%
cols = ["log_amount", "age"] + [c + "_te" for c in HIGH]
bst = XGBClassifier(n_estimators=300, max_depth=4, learning_rate=0.05, subsample=0.8, random_state=31)
bst.fit(tr[cols], tr["bought"])
print(roc_auc_score(te["bought"], bst.predict_proba(te[cols])[:, 1]))
