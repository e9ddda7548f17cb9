#! leaky
# %% [markdown]
# # Reading scores in primary school (1 row per child)
# K-fold written by hand because I need the fold predictions for the appendix.

# %%
import numpy as np
import pandas as pd
from sklearn.impute import KNNImputer
from sklearn.linear_model import ElasticNet

# %%
kids = pd.read_spss("pisa_like.sav")
base = ["age_m", "books", "hh_income", "tv_h", "sleep_h", "parent_edu"]
kids[base].isna().mean()

# %%
imp = KNNImputer(n_neighbors=8)
kids[base] = imp.fit_transform(kids[base])  #! leak-preprocess: imputer learned from all children before the folds

# %%
rng = np.random.default_rng(6)
kids = kids.iloc[rng.permutation(len(kids))].reset_index(drop=True)
K = 10
fold_of = np.arange(len(kids)) % K  #~ leak-group

# %%
district_mean = kids.groupby("district")["reading"].mean()  #! leak-target-encoding: district means of the target over all children, used in every fold
pred = np.zeros(len(kids))
for k in range(K):
    tr, va = kids[fold_of != k].copy(), kids[fold_of == k].copy()
    for part in (tr, va):
        part["district_read"] = part["district"].map(district_mean)  #? leak-target-encoding
    cols = base + ["district_read"]
    mu, sd = tr[cols].mean(), tr[cols].std()
    net = ElasticNet(alpha=0.05).fit((tr[cols] - mu) / sd, tr["reading"])
    pred[fold_of == k] = net.predict((va[cols] - mu) / sd)

# %%
err = kids["reading"] - pred
print("RMSE", np.sqrt((err ** 2).mean()))
print("R2  ", 1 - (err ** 2).sum() / ((kids["reading"] - kids["reading"].mean()) ** 2).sum())

# %%
kids.assign(pred=pred)[["reading", "pred", "district"]].to_csv("appendix_c.csv", index=False)
