#! clean: lags and rolling means use only the past, split at a date
# %% [markdown]
# # Rossmann-like store sales
# one-day-ahead: the forecast is remade every evening, so yesterday is known
# %%
import pandas as pd
import numpy as np
import lightgbm as lgb
# %%
sales = pd.read_csv("train.csv", parse_dates=["Date"], dtype={"StateHoliday": str})
store = pd.read_csv("store.csv")
sales = sales[sales["Open"] == 1].merge(store, on="Store", how="left", validate="m:1")
sales = sales.sort_values(["Store", "Date"])
# %%
sales["dow"] = sales["Date"].dt.dayofweek
sales["month"] = sales["Date"].dt.month
by_store = sales.groupby("Store")["Sales"]
for k in (1, 7, 14):
    sales[f"lag_{k}"] = by_store.shift(k)
sales["roll_28"] = by_store.transform(lambda s: s.shift(1).rolling(28, min_periods=7).mean())
sales["CompetitionDistance"] = sales["CompetitionDistance"].fillna(-1)
sales = sales.dropna(subset=["lag_14", "roll_28"])
# %%
CUT = pd.Timestamp("2015-06-19")
past, future = sales[sales["Date"] < CUT], sales[sales["Date"] >= CUT]
cols = ["dow", "month", "Promo", "SchoolHoliday", "CompetitionDistance", "lag_1", "lag_7", "lag_14", "roll_28"]
# %%
reg = lgb.LGBMRegressor(n_estimators=600, learning_rate=0.05, random_state=9)
reg.fit(past[cols], np.log1p(past["Sales"]))
# %%
hat = np.expm1(reg.predict(future[cols]))
rmspe = np.sqrt(np.mean(((future["Sales"] - hat) / future["Sales"]) ** 2))
naive = np.sqrt(np.mean(((future["Sales"] - future["lag_7"]) / future["Sales"]) ** 2))
print(f"RMSPE {rmspe:.4f}  naive (last week) {naive:.4f}")
