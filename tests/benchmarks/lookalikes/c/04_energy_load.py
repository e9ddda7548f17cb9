#! clean: lags of the past only, split by date, scaler from train
# %% [markdown]
# ## Load forecast
# one day ahead, ridge on lags
# %%
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import mean_absolute_error
# %%
load = pd.read_csv("load.csv", parse_dates=["day"]).sort_values("day")
load["y_prev"] = load["mw"].shift(1)
load["y_week"] = load["mw"].shift(7)
load["roll"] = load["mw"].shift(1).rolling(14).mean()
load = load.dropna()
# %%
past = load[load["day"] < "2022-01-01"]
future = load[load["day"] >= "2022-01-01"]
f = ["y_prev", "y_week", "roll"]
# %%
sc = StandardScaler().fit(past[f])
reg = Ridge().fit(sc.transform(past[f]), past["mw"])
print(mean_absolute_error(future["mw"], reg.predict(sc.transform(future[f]))))
