#! clean: shift(-1) builds the label, not an input; split by month
# %% [markdown]
# # Subscription churn in the *next* month
# panel: one row per account and month
# %%
import pandas as pd
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score, roc_auc_score
# %%
panel = pd.read_csv("account_months.csv", parse_dates=["month"])
panel = panel.sort_values(["account", "month"]).drop_duplicates(["account", "month"])
# %% [markdown]
# label: is the account inactive in the following month?
# %%
g = panel.groupby("account")
panel["churn_next"] = 1 - g["active"].shift(-1)
panel["logins_prev"] = g["logins"].shift(1)
panel["logins_3m"] = g["logins"].transform(lambda s: s.rolling(3, min_periods=1).mean())
panel["tickets_cum"] = g["tickets"].cumsum()
panel["months_seen"] = g.cumcount()
panel = panel[(panel["active"] == 1) & panel["churn_next"].notna()]
# %%
feats = ["logins", "logins_prev", "logins_3m", "tickets", "tickets_cum", "months_seen", "mrr", "seats"]
fill = {"logins_prev": -1}
months = np.sort(panel["month"].unique())
fit_until, test_from = months[-5], months[-3]    # one month of gap because the label looks one month ahead
fit_rows = panel[panel["month"] <= fit_until].fillna(fill)
test_rows = panel[panel["month"] >= test_from].fillna(fill)
len(fit_rows), len(test_rows)
# %%
rf = RandomForestClassifier(n_estimators=500, min_samples_leaf=20, class_weight="balanced_subsample", random_state=6, n_jobs=-1)
rf.fit(fit_rows[feats], fit_rows["churn_next"].astype(int))
score = rf.predict_proba(test_rows[feats])[:, 1]
truth = test_rows["churn_next"].astype(int)
print("AP", average_precision_score(truth, score), "base rate", truth.mean(), "AUC", roc_auc_score(truth, score))
# %%
test_rows.assign(score=score).nlargest(50, "score")[["account", "month", "mrr", "score"]]
