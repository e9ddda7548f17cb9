#! clean: resampling with replacement is of the test predictions only, for a confidence interval; statistics are from train
# %% [markdown]
# # CRP + IL-6 panel for sepsis
# 780 admissions, 780 patients. Logistic regression by hand (Newton), AUC with 95 % CI.

# %%
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

# %%
lab = pd.read_csv("sepsis_panel.csv").set_index("patient")
assert lab.index.is_unique
panel = ["crp", "il6", "pct", "lactate"]
lab[panel] = np.log2(lab[panel].clip(lower=0.1))

# %%
dev, val = train_test_split(lab, test_size=1 / 3, stratify=lab["sepsis"], random_state=780)
centre = dev[panel].median()
spread = dev[panel].quantile(0.75) - dev[panel].quantile(0.25)
design = lambda d: np.column_stack([np.ones(len(d)), ((d[panel].fillna(centre) - centre) / spread).to_numpy()])

# %%
def newton_logit(X, y, n_iter=25):
    beta = np.zeros(X.shape[1])
    for _ in range(n_iter):
        mu = 1 / (1 + np.exp(-X @ beta))
        W = mu * (1 - mu)
        beta += np.linalg.solve(X.T @ (W[:, None] * X) + 1e-6 * np.eye(len(beta)), X.T @ (y - mu))
    return beta

beta = newton_logit(design(dev), dev["sepsis"].to_numpy())
dict(zip(["const"] + panel, beta.round(2)))

# %%
risk = 1 / (1 + np.exp(-design(val) @ beta))
truth = val["sepsis"].to_numpy()
auc = roc_auc_score(truth, risk)

# %%
boot = []
for b in range(2000):
    t, r = resample(truth, risk, stratify=truth, random_state=b)
    boot.append(roc_auc_score(t, r))
lo, hi = np.percentile(boot, [2.5, 97.5])
print(f"AUC {auc:.3f} (95 % CI {lo:.3f} - {hi:.3f})")
