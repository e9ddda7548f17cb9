#! clean: shift(-1) only builds the label (tomorrow's level); lags and rolling look back; split by date
# %% [markdown]
# # Will the river be above flood stage tomorrow?
# Daily gauge data 1998 - 2022, station 4711.

# %%
import pandas as pd
import numpy as np
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error

# %%
gauge = pd.read_csv("gauge_4711.csv", parse_dates=["date"]).sort_values("date").set_index("date")
gauge = gauge.asfreq("D")
gauge["level"] = gauge["level"].ffill(limit=3)
gauge["rain"] = gauge["rain"].fillna(0)

# %%
gauge["level_tomorrow"] = gauge["level"].shift(-1)
for k in (1, 2, 3, 7):
    gauge[f"level_m{k}"] = gauge["level"].shift(k)
    gauge[f"rain_m{k}"] = gauge["rain"].shift(k)
gauge["rain_7d"] = gauge["rain"].rolling(7).sum()
gauge["rise_3d"] = gauge["level"] - gauge["level"].shift(3)
gauge["doy_sin"] = np.sin(2 * np.pi * gauge.index.dayofyear / 365.25)
gauge["doy_cos"] = np.cos(2 * np.pi * gauge.index.dayofyear / 365.25)
gauge = gauge.dropna()

# %%
train = gauge.loc[:"2017-12-31"]
valid = gauge.loc["2018-01-01":"2019-12-31"]
test = gauge.loc["2020-01-01":]
feats = [c for c in gauge.columns if c != "level_tomorrow"]

# %%
scores = {}
for depth in (2, 3, 4, 5):
    gb = GradientBoostingRegressor(max_depth=depth, n_estimators=300, learning_rate=0.05, random_state=0)
    gb.fit(train[feats], train["level_tomorrow"])
    scores[depth] = mean_absolute_error(valid["level_tomorrow"], gb.predict(valid[feats]))
best_depth = min(scores, key=scores.get)
scores

# %%
both = pd.concat([train, valid])
final = GradientBoostingRegressor(max_depth=best_depth, n_estimators=300, learning_rate=0.05, random_state=0)
final.fit(both[feats], both["level_tomorrow"])
yhat = final.predict(test[feats])
print("MAE model      ", mean_absolute_error(test["level_tomorrow"], yhat))
print("MAE persistence", mean_absolute_error(test["level_tomorrow"], test["level"]))
