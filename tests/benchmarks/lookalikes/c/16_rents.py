#! clean: depth chosen on a validation part, test used once
# %% [markdown]
# # Rents
# train / validation / test
# %%
import pandas as pd
from xgboost import XGBRegressor
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_absolute_error
# %%
flats = pd.read_csv("flats.csv")
X, y = flats[["area", "rooms", "floor"]], flats["rent"]
X_rest, X_test, y_rest, y_test = train_test_split(X, y, test_size=0.2, random_state=1)
X_tr, X_val, y_tr, y_val = train_test_split(X_rest, y_rest, test_size=0.25, random_state=1)
# %%
errs = {}
for depth in (3, 5, 7):
    m = XGBRegressor(max_depth=depth, random_state=1).fit(X_tr, y_tr)
    errs[depth] = mean_absolute_error(y_val, m.predict(X_val))
best = min(errs, key=errs.get)
# %%
final = XGBRegressor(max_depth=best, random_state=1).fit(X_rest, y_rest)
print(mean_absolute_error(y_test, final.predict(X_test)))
