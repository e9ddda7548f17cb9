#! clean: refit on all rows only after the evaluation
# %% [markdown]
# # Diamond prices
# evaluate, then ship
# %%
import joblib
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split
from sklearn.metrics import r2_score
# %%
g = pd.read_csv("diamonds.csv").drop_duplicates()
X, y = g[["carat", "depth", "table"]], g["price"]
a, b, ya, yb = train_test_split(X, y, test_size=0.2, random_state=0)
# %%
lo, hi = a["carat"].quantile([0.01, 0.99])
a = a.assign(carat=a["carat"].clip(lo, hi))
b = b.assign(carat=b["carat"].clip(lo, hi))
m = RandomForestRegressor(random_state=0).fit(a, ya)
print(r2_score(yb, m.predict(b)))
# %%
ship = RandomForestRegressor(random_state=0)
ship.fit(X.assign(carat=X["carat"].clip(lo, hi)), y)
joblib.dump(ship, "diamonds.joblib")
