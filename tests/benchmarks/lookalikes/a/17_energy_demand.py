#! leaky
# %% [markdown]
# # Hourly electricity demand: forecasting the next hours
# %%
import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_absolute_percentage_error, r2_score
# %%
load = pd.read_csv("PJME_hourly.csv", parse_dates=["Datetime"], index_col="Datetime").sort_index()
load = load[~load.index.duplicated()]
load.columns = ["mw"]
load["mw"].plot(figsize=(15, 4), lw=0.3)
# %%
def calendar(d):
    d = d.copy()
    d["hour"] = d.index.hour
    d["dow"] = d.index.dayofweek
    d["month"] = d.index.month
    d["doy"] = d.index.dayofyear
    return d

load = calendar(load)
# %%
load["lag24"] = load["mw"].shift(24)
load["lag168"] = load["mw"].shift(168)
load["smooth"] = load["mw"].rolling(25, center=True).mean()  #! leak-temporal: centred window looks 12 hours ahead and contains the target
load["next_h"] = load["mw"].shift(-1)  #! leak-temporal: demand of the next hour as an input
load = load.dropna()
# %%
y = load["mw"]
X = load.drop(columns="mw")
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, random_state=3)  #! leak-temporal: shuffled split of an hourly series
# %%
rf = RandomForestRegressor(n_estimators=200, min_samples_leaf=3, n_jobs=-1, random_state=3)
rf.fit(X_tr, y_tr)
hat = rf.predict(X_te)
print("MAPE", mean_absolute_percentage_error(y_te, hat), "R2", r2_score(y_te, hat))
# %%
cmp = pd.DataFrame({"true": y_te, "pred": hat}).sort_index().last("7D")
cmp.plot(figsize=(15, 4))
