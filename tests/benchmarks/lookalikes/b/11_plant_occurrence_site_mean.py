#! leaky
# %% [markdown]
# # Presence of *Gentiana lutea* on alpine plots
# one row = one plot, visited once (n = 5 300). "habitat_code" = EUNIS level 4, 240 of them.

# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_auc_score, RocCurveDisplay

# %%
plots = pd.read_csv("alpine_plots.csv")
plots = plots.rename(columns={"gent_lut": "present"})
plots["slope_rad"] = np.deg2rad(plots["slope"])
plots["northness"] = np.cos(np.deg2rad(plots["aspect"]))
plots["present"].mean()

# %%
# habitat code has far too many levels for one-hot
plots["habitat_rate"] = plots.groupby("habitat_code")["present"].transform("mean")  #! leak-target-encoding: habitat means of the target over all plots
plots["habitat_n"] = plots.groupby("habitat_code")["present"].transform("size")  #~ leak-preprocess

# %%
predictors = ["elev", "slope_rad", "northness", "ph", "ndvi", "habitat_rate", "habitat_n"]
X, y = plots[predictors].fillna(-9999), plots["present"]

# %%
X_a, X_b, y_a, y_b = train_test_split(X, y, test_size=0.25, stratify=y, random_state=5)
et = ExtraTreesClassifier(n_estimators=400, min_samples_leaf=3, n_jobs=-1)  #! sample-no-seed: randomised trees without random_state
et.fit(X_a, y_a)

# %%
prob = et.predict_proba(X_b)[:, 1]
print("AUC =", roc_auc_score(y_b, prob))  #? leak-target-encoding
RocCurveDisplay.from_predictions(y_b, prob)
