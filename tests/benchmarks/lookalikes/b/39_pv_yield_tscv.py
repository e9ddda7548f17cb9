#! clean: calendar terms are computed on all rows but learn nothing; scaler is in the pipeline of a TimeSeriesSplit, last year is held out
# %% [markdown]
# # Day-ahead PV yield of the campus roof
# weather columns are the forecast issued the day before (known in time)

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import RidgeCV, Ridge
from sklearn.ensemble import RandomForestRegressor
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import make_pipeline
from sklearn.model_selection import TimeSeriesSplit, cross_val_score
from sklearn.metrics import mean_absolute_error

# %%
pv = pd.read_csv("roof_daily.csv", parse_dates=["day"], index_col="day").sort_index()
pv = pv[~pv.index.duplicated()]
doy = pv.index.dayofyear
for k in (1, 2, 3):
    pv[f"sin{k}"] = np.sin(2 * np.pi * k * doy / 365.25)
    pv[f"cos{k}"] = np.cos(2 * np.pi * k * doy / 365.25)

# %%
pv["y_1"] = pv["kwh"].shift(1)
pv["y_7"] = pv["kwh"].shift(7)
pv["mean_14"] = pv["kwh"].shift(1).rolling(14, min_periods=7).mean()
pv["max_sofar"] = pv["kwh"].shift(1).expanding().max()
pv = pv.dropna()
pv[["kwh", "mean_14"]].plot(lw=0.6)

# %%
past, last_year = pv[pv.index < "2023-01-01"], pv[pv.index >= "2023-01-01"]
cols = pv.columns.drop("kwh")

# %%
ts = TimeSeriesSplit(n_splits=6, gap=1)
candidates = {
    "ridge": make_pipeline(StandardScaler(), Ridge(alpha=3.0)),
    "ridge_cv": make_pipeline(StandardScaler(), RidgeCV(np.logspace(-2, 3, 20))),
    "forest": RandomForestRegressor(300, min_samples_leaf=5, random_state=0),
}
cv = {n: -cross_val_score(m, past[cols], past["kwh"], cv=ts, scoring="neg_mean_absolute_error").mean() for n, m in candidates.items()}
print(pd.Series(cv).sort_values())

# %%
name = min(cv, key=cv.get)
model = candidates[name].fit(past[cols], past["kwh"])
hat = model.predict(last_year[cols])
print(name, mean_absolute_error(last_year["kwh"], hat), "naive", mean_absolute_error(last_year["kwh"], last_year["y_1"]))
