#! clean: TimeSeriesSplit, trailing windows, scaler in the pipeline, last year untouched until the end
# %% [markdown]
# # Realised volatility of EUR/USD, one day ahead
# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge, ElasticNet
from sklearn.model_selection import TimeSeriesSplit, GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import mean_squared_error
# %%
fx = pd.read_csv("eurusd_daily.csv", parse_dates=["date"]).set_index("date").sort_index()
fx["ret"] = np.log(fx["close"]).diff()
fx["rv"] = np.log(fx["ret"].pow(2).rolling(5).mean() + 1e-10)
# HAR: day, week, month
fx["rv_w"] = fx["rv"].rolling(5).mean()
fx["rv_m"] = fx["rv"].rolling(22).mean()
fx["range"] = np.log(fx["high"] / fx["low"])
fx["y"] = np.log(fx["ret"].shift(-1).pow(2) + 1e-10)     # tomorrow
fx = fx.dropna()
# %%
fx["rv"].describe()
fx["rv"].plot(figsize=(12, 3), title="log realised variance")
# %%
cols = ["rv", "rv_w", "rv_m", "range"]
dev, last = fx.loc[:"2021-12-31"], fx.loc["2022-01-03":]
pipe = Pipeline([("sc", StandardScaler()), ("reg", Ridge())])
grid = [
    {"reg": [Ridge()], "reg__alpha": [0.1, 1, 10, 100]},
    {"reg": [ElasticNet(random_state=0)], "reg__alpha": [0.001, 0.01, 0.1], "reg__l1_ratio": [0.2, 0.8]},
]
gs = GridSearchCV(pipe, grid, cv=TimeSeriesSplit(n_splits=6, gap=1), scoring="neg_mean_squared_error")
gs.fit(dev[cols], dev["y"])
gs.best_params_
# %%
pred = gs.predict(last[cols])
mse = mean_squared_error(last["y"], pred)
ref = mean_squared_error(last["y"], last["rv_m"])
print(f"HAR-ridge {mse:.3f}, last month's mean {ref:.3f}")
