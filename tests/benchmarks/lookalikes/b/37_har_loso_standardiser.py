#! clean: own scaler class and own loop over held-out participants; fit is only on the others, the held-out one is only transformed
# %% [markdown]
# # Stress from wrist sensors (EDA, HR, skin temperature)
# 15 participants, 60 s windows without overlap. Leave one participant out.

# %%
import numpy as np
import polars as pl
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

# %%
class Standardiser:
    def fit(self, X):
        self.mu_ = np.nanmean(X, axis=0)
        self.sd_ = np.nanstd(X, axis=0) + 1e-9
        return self

    def apply(self, X):
        Z = (X - self.mu_) / self.sd_
        return np.nan_to_num(Z, nan=0.0)

# %%
win = pl.read_parquet("wesad_windows.parquet")
win = win.filter(pl.col("label").is_in(["baseline", "stress"]))
print(win.group_by("pid", "label").len().sort("pid"))
cols = [c for c in win.columns if c.startswith(("eda_", "hr_", "temp_"))]

# %%
X = win.select(cols).to_numpy()
y = (win["label"] == "stress").to_numpy().astype(int)
pid = win["pid"].to_numpy()

# %%
def run_fold(held_out):
    here = pid == held_out
    st = Standardiser().fit(X[~here])
    clf = LogisticRegression(C=0.1, class_weight="balanced", max_iter=1000)
    clf.fit(st.apply(X[~here]), y[~here])
    return f1_score(y[here], clf.predict(st.apply(X[here])))

scores = {p: run_fold(p) for p in np.unique(pid)}

# %%
out = pl.DataFrame({"pid": list(scores), "f1": list(scores.values())})
print(out.sort("f1"))
print("mean", out["f1"].mean(), "sd", out["f1"].std())
