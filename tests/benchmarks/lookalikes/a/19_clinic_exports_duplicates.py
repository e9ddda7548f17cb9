#! leaky
# %% [markdown]
# # Predicting diabetes from check-ups
# Three yearly exports from the health-check system.
# %%
import glob
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.impute import SimpleImputer
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import roc_auc_score, precision_recall_fscore_support
# %%
parts = [pd.read_csv(f) for f in sorted(glob.glob("exports/checkup_*.csv"))]
checks = pd.concat(parts, ignore_index=True)
print(checks.shape)
# (46210, 15)
# %%
print(checks["person_id"].nunique(), "people")
# 18342 people
print("exact copies:", checks.duplicated().sum())
# exact copies: 5127
# The exports overlap by some months. I leave the copies in, more data is better for the trees.
# %%
checks["bmi"] = checks["weight_kg"] / (checks["height_cm"] / 100) ** 2
checks["pulse_pressure"] = checks["sys"] - checks["dia"]
inputs = ["age", "sex", "bmi", "sys", "dia", "pulse_pressure", "chol", "trig", "hdl", "smoker", "family_history"]
X = checks[inputs]
y = checks["diabetes"]
y.value_counts(normalize=True)
# 0    0.887
# 1    0.113
# %%
X_a, X_b, y_a, y_b = train_test_split(  #! leak-duplicates: 5127 exact copies of rows fall in both parts
    X, y, test_size=0.2, random_state=8, stratify=y)  #! leak-group: yearly check-ups of one person fall in both parts
# %%
pipe = Pipeline([
    ("imp", SimpleImputer(strategy="median", add_indicator=True)),
    ("et", ExtraTreesClassifier(n_estimators=500, random_state=8, n_jobs=-1)),
])
pipe.fit(X_a, y_a)
# %%
prob = pipe.predict_proba(X_b)[:, 1]
print("auc", roc_auc_score(y_b, prob))
print(precision_recall_fscore_support(y_b, prob > 0.3, average="binary"))
