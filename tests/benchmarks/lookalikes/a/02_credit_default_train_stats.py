#! clean: helper fits the scaler on train only; medians of train are applied to test
# %% [markdown]
# # Credit card default (Taiwan)
# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, average_precision_score
# %%
df = pd.read_csv("UCI_Credit_Card.csv")
df = df.rename(columns={"default.payment.next.month": "default", "PAY_0": "PAY_1"})
df["EDUCATION"] = df["EDUCATION"].replace({0: 4, 5: 4, 6: 4})
df["default"].value_counts(normalize=True)
# %% [markdown]
# Quick look at the correlations and the age profile. Nothing here is used later.
# %%
print(df.corr()["default"].sort_values())
df["AGE"].describe()
# %%
train_df, test_df = train_test_split(df.drop(columns="ID"), test_size=0.2, stratify=df["default"], random_state=7)
# %%
bill_cols = [c for c in df.columns if c.startswith(("BILL_AMT", "PAY_AMT"))] + ["LIMIT_BAL", "AGE"]

def fit_prep(d):
    med = d[bill_cols].median()
    sc = StandardScaler().fit(d[bill_cols].fillna(med))
    return med, sc

def apply_prep(d, prep):
    med, sc = prep
    out = d.copy()
    out[bill_cols] = sc.transform(out[bill_cols].fillna(med))
    return out.drop(columns="default"), out["default"]

prep = fit_prep(train_df)
Xtr, ytr = apply_prep(train_df, prep)
Xte, yte = apply_prep(test_df, prep)
# %%
m = LogisticRegression(C=0.5, max_iter=2000, class_weight="balanced")
m.fit(Xtr, ytr)
p = m.predict_proba(Xte)[:, 1]
print("AUC", roc_auc_score(yte, p), "AP", average_precision_score(yte, p))
