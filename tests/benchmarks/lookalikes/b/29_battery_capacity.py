#! leaky
# %% [markdown]
# # Capacity fade of cell B0018
# one cell, one row per discharge cycle in order of time

# %%
import pandas as pd
import numpy as np
import xgboost as xgb
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_absolute_percentage_error, r2_score

# %%
cyc = pd.read_csv("B0018_cycles.csv", parse_dates=["start_time"]).sort_values("start_time")
cyc["impedance"] = cyc["impedance"].bfill()  #! leak-temporal: gaps are filled with the next, later measurement
cyc.plot(x="cycle", y="capacity")

# %%
NOMINAL = 2.0
cyc["soh"] = cyc["capacity"] / NOMINAL * 100  #? leak-target
cyc["temp_rise"] = cyc["temp_max"] - cyc["temp_start"]
cyc["cap_prev"] = cyc["capacity"].shift(1)
cyc["v_slope"] = (cyc["v_end"] - cyc["v_start"]) / cyc["discharge_s"]
cyc = cyc.dropna()

# %%
x_cols = ["cycle", "soh", "temp_rise", "cap_prev", "v_slope", "impedance"]  #! leak-target: soh is the target divided by a constant
X, y = cyc[x_cols], cyc["capacity"]

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=18)  #! leak-temporal: shuffled split of one cell's ageing series

# %%
bst = xgb.XGBRegressor(n_estimators=300, max_depth=4, learning_rate=0.05, random_state=18)
bst.fit(X_train, y_train)
out = bst.predict(X_test)
print("MAPE", mean_absolute_percentage_error(y_test, out))
print("R2  ", r2_score(y_test, out))

# %%
xgb.plot_importance(bst)
