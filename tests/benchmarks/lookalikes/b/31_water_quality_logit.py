#! leaky
# %% [markdown]
# # Are there trout in the stream?
# 640 sites of the 2019 survey, each fished once. Logistic regression with statsmodels, standardised by hand.

# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm
from sklearn.metrics import precision_score, recall_score

# %%
sites = pd.read_csv("streams_2019.csv", na_values=["-", "n.d."])
sites = sites.dropna()
sites["trout"] = (sites["n_trout"] > 0).astype(int)  #? leak-target
sites["log_no3"] = np.log(sites["no3"] + 0.01)
print(sites["trout"].mean())

# %%
rng = np.random.default_rng(12)
is_test = rng.random(len(sites)) < 0.25
train, test = sites[~is_test], sites[is_test]
len(train), len(test)

# %%
xs = ["temp", "o2", "ph", "log_no3", "width", "n_trout"]  #! leak-target: n_trout > 0 is the target
mu = train[xs].mean()
sigma = train[xs].std()
X_train = (train[xs] - mu) / sigma
X_test = test[xs]  #? eval-untransformed-test

# %%
fit = sm.Logit(train["trout"], sm.add_constant(X_train)).fit_regularized(alpha=0.5)  #? leak-target
print(fit.summary())

# %%
prob = fit.predict(sm.add_constant(X_test))  #! eval-untransformed-test: train was standardised, the test rows are raw
trout_hat = (prob > 0.5).astype(int)
print("precision", precision_score(trout_hat, test["trout"]))  #! eval-argument-order: prediction given as the truth
print("recall   ", recall_score(test["trout"], trout_hat))  #? eval-untransformed-test

# %%
pd.crosstab(test["trout"], trout_hat)
