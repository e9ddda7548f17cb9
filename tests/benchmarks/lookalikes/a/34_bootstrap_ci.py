#! clean: bootstrap of the test predictions for an interval, after the fit; permutation importance on test is only shown
# %% [markdown]
# # 10-year CHD risk (Framingham): how sure are we of the AUC?
# %%
import numpy as np
import pandas as pd
from sklearn.utils import resample
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegressionCV
from sklearn.inspection import permutation_importance
from sklearn.metrics import roc_auc_score
from sklearn.calibration import calibration_curve
import matplotlib.pyplot as plt
# %%
fram = pd.read_csv("framingham.csv").drop_duplicates()
y = fram["TenYearCHD"]
X = fram.drop(columns=["TenYearCHD", "education"])
X = X.assign(pulse_pressure=X["sysBP"] - X["diaBP"], log_gluc=np.log(X["glucose"]))
# %%
Xa, Xb, ya, yb = train_test_split(X, y, test_size=0.3, random_state=88, stratify=y)
risk = make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegressionCV(Cs=20, cv=5, scoring="roc_auc", max_iter=2000))
risk.fit(Xa, ya)
pb = risk.predict_proba(Xb)[:, 1]
point = roc_auc_score(yb, pb)
# %%
boot = []
yv = yb.to_numpy()
for b in range(2000):
    yy, pp = resample(yv, pb, replace=True, stratify=yv, random_state=b)
    boot.append(roc_auc_score(yy, pp))
lo, hi = np.percentile(boot, [2.5, 97.5])
print(f"AUC {point:.3f} [{lo:.3f}, {hi:.3f}]")
# %%
pi = permutation_importance(risk, Xb, yb, scoring="roc_auc", n_repeats=20, random_state=88)
pd.Series(pi.importances_mean, X.columns).sort_values().plot.barh(title="drop in AUC")
# %%
frac, mean_p = calibration_curve(yb, pb, n_bins=8, strategy="quantile")
plt.figure(); plt.plot(mean_p, frac, "o-"); plt.plot([0, .5], [0, .5], "k--")
