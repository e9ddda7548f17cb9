#! clean: oversampling sits in an imblearn pipeline (only train folds), later by hand on the train part only
# %% [markdown]
# # Rare landslide cells
# 1.8 % of the raster cells slid in 2017. Cells were drawn at random over the whole country, at least 10 km apart.

# %%
import numpy as np
import pandas as pd
from imblearn.pipeline import Pipeline
from imblearn.over_sampling import SMOTE, RandomOverSampler
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedKFold, cross_val_score, train_test_split
from sklearn.metrics import average_precision_score, recall_score

# %%
cells = pd.read_feather("cells.feather")
X = cells[["slope", "curv", "twi", "lith_idx", "dist_road", "ndvi", "rain_max"]]
y = cells["slid"]
y.value_counts(normalize=True)

# %%
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.3, stratify=y, random_state=77)

# %%
cv = StratifiedKFold(5, shuffle=True, random_state=77)
lr = Pipeline([("sc", StandardScaler()), ("smote", SMOTE(random_state=77)), ("lr", LogisticRegression(max_iter=500))])
print("LR  AP (cv)", cross_val_score(lr, X_tr, y_tr, cv=cv, scoring="average_precision").mean())

rf = Pipeline([("over", RandomOverSampler(random_state=77)), ("rf", RandomForestClassifier(200, random_state=77))])
print("RF  AP (cv)", cross_val_score(rf, X_tr, y_tr, cv=cv, scoring="average_precision").mean())

# %% [markdown]
# The forest is clearly better. Fit it on the oversampled training cells and look at the test cells.

# %%
X_bal, y_bal = RandomOverSampler(random_state=77).fit_resample(X_tr, y_tr)
print(np.bincount(y_bal), np.bincount(y_te))
forest = RandomForestClassifier(500, random_state=77, n_jobs=-1).fit(X_bal, y_bal)

# %%
pr = forest.predict_proba(X_te)[:, 1]
print("AP    ", average_precision_score(y_te, pr))
print("recall", recall_score(y_te, pr > 0.5))
