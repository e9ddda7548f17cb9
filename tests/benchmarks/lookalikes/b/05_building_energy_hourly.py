#! leaky
# %% [markdown]
# # Hourly heating load of the library building
# Data from the BMS export, 2 years.

# %%
import pandas as pd
import numpy as np
from sklearn.model_selection import KFold, cross_validate
from sklearn.ensemble import HistGradientBoostingRegressor

# %%
load = pd.read_csv("library_bms.csv", parse_dates=["stamp"], index_col="stamp").sort_index()
load = load.resample("1h").mean()
load["kw"].plot(figsize=(14, 3))

# %%
load["hour"] = load.index.hour
load["dow"] = load.index.dayofweek
load["kw_lag24"] = load["kw"].shift(24)
load["t_out_lag1"] = load["t_out"].shift(1)

# %%
# smooth version of the load, removes the noise of the meter  #~ leak-target
load["kw_smooth"] = load["kw"].rolling(5, center=True).mean()  #! leak-temporal: centred window holds the hours after (and the target itself)
load["next_kw_diff"] = load["kw"].shift(-1) - load["kw"]  #! leak-temporal: next hour's load as a feature
load = load.dropna()

# %%
cols = ["hour", "dow", "kw_lag24", "t_out", "t_out_lag1", "kw_smooth", "next_kw_diff"]  #~ leak-target
X = load[cols]  #? leak-temporal
y = load["kw"]

# %%
cv = KFold(n_splits=5, shuffle=True, random_state=7)  #! leak-temporal: shuffled folds of an hourly series
res = cross_validate(HistGradientBoostingRegressor(random_state=7), X, y, cv=cv,
                     scoring=["r2", "neg_mean_absolute_error"])
print("R2 ", res["test_r2"].mean())
print("MAE", -res["test_neg_mean_absolute_error"].mean())

# %%
pd.DataFrame(res)[["test_r2", "test_neg_mean_absolute_error"]].boxplot()
