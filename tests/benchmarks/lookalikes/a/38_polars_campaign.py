#! clean: quantile edges and medians come from the train part; undersampling of train only; cut-off from validation
# %%
import numpy as np
import polars as pl
from imblearn.under_sampling import RandomUnderSampler
from catboost import CatBoostClassifier, Pool
from sklearn.model_selection import train_test_split
from sklearn.metrics import average_precision_score, precision_score, recall_score
# %% [markdown]
# # Response to a donation mailing
# 1.2 M households, one row each, 5 % respond.
# %%
d = pl.read_parquet("mailing.parquet").unique(subset="household_id", maintain_order=True)
print(d["responded"].mean())
d.group_by("region").agg(pl.col("responded").mean().alias("rate"), pl.len()).sort("rate", descending=True).head(10)
# %%
ids = np.arange(d.height)
resp = d["responded"].to_numpy()
i_rest, i_test = train_test_split(ids, test_size=0.2, stratify=resp, random_state=50)
i_train, i_val = train_test_split(i_rest, test_size=0.25, stratify=resp[i_rest], random_state=50)
# %%
learn = d[i_train]
med_income = learn["income"].median()
edges = [learn["last_gift"].quantile(q) for q in (0.25, 0.5, 0.75, 0.95)]

def shape(part: pl.DataFrame) -> pl.DataFrame:
    return part.with_columns(
        pl.col("income").fill_null(med_income),
        pl.col("last_gift").cut(edges).cast(pl.Utf8).fill_null("none").alias("gift_band"),
        (pl.col("last_gift") + 1).log().alias("log_gift"),
    )

use = ["age", "income", "n_gifts", "months_since", "log_gift", "gift_band", "region"]
X_train, X_val, X_test = (shape(d[i]).select(use).to_pandas() for i in (i_train, i_val, i_test))
y_train, y_val, y_test = resp[i_train], resp[i_val], resp[i_test]
# %%
X_small, y_small = RandomUnderSampler(sampling_strategy=0.25, random_state=50).fit_resample(X_train, y_train)
cb = CatBoostClassifier(iterations=2000, learning_rate=0.05, cat_features=["gift_band", "region"], eval_metric="PRAUC",
                        random_seed=50, verbose=200)
cb.fit(X_small, y_small, eval_set=Pool(X_val, y_val, cat_features=["gift_band", "region"]), early_stopping_rounds=100)
# %%
pv = cb.predict_proba(X_val)[:, 1]
cut = np.quantile(pv, 0.90)        # the budget allows 10 % of the letters
pt = cb.predict_proba(X_test)[:, 1]
print("AP", average_precision_score(y_test, pt))
print("precision", precision_score(y_test, pt >= cut), "recall", recall_score(y_test, pt >= cut))
