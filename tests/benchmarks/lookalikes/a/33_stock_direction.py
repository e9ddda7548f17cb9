#! leaky
# %% [markdown]
# # Can we predict if Apple closes up? (78% accuracy!)
# %%
import numpy as np
import pandas as pd
from xgboost import XGBClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import KFold, cross_val_score
# %%
aapl = pd.read_csv("AAPL.csv", parse_dates=["Date"]).set_index("Date").sort_index()
aapl["ret"] = aapl["Adj Close"].pct_change()
aapl["up"] = (aapl["ret"] > 0).astype(int)
aapl["up"].value_counts(normalize=True)
# %%
aapl["sma_10"] = aapl["Close"].rolling(10).mean().shift(1)
aapl["sma_50"] = aapl["Close"].rolling(50).mean().shift(1)
aapl["vol_20"] = aapl["ret"].rolling(20).std().shift(1)
delta = aapl["Close"].diff().shift(1)
gain = delta.clip(lower=0).rolling(14).mean()
loss = -delta.clip(upper=0).rolling(14).mean()
aapl["rsi"] = 100 - 100 / (1 + gain / loss)
aapl["vol_chg"] = aapl["Volume"].pct_change().shift(1)
# earnings dates come quarterly, the surprise is only filled on that day
earn = pd.read_csv("aapl_earnings.csv", parse_dates=["Date"]).set_index("Date")
aapl["surprise"] = earn["surprise_pct"].reindex(aapl.index).bfill()  #! leak-temporal: backfill carries the next report's surprise into the days before
# %%
aapl = aapl.dropna()
aapl["body"] = (aapl["Close"] - aapl["Open"]) / aapl["Open"]  #! leak-target: the same day's close, from which 'up' is made
inputs = ["sma_10", "sma_50", "vol_20", "rsi", "vol_chg", "surprise", "body"]  #~ leak-temporal
X, y = aapl[inputs], aapl["up"]
# %%
cv = KFold(n_splits=5, shuffle=True, random_state=14)  #! leak-temporal: shuffled folds of a daily series
models = [
    make_pipeline(StandardScaler(), LogisticRegression()),
    XGBClassifier(n_estimators=150, max_depth=3, learning_rate=0.05, random_state=14),
]
for mod in models:
    acc = cross_val_score(mod, X, y, cv=cv, scoring="accuracy")  #? leak-temporal
    print(type(mod).__name__, acc.round(3), acc.mean())
# %%
models[1].fit(X, y)
pd.Series(models[1].feature_importances_, inputs).sort_values().plot.barh()
