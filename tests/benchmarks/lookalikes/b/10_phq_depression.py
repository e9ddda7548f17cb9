#! leaky
# %% [markdown]
# # Predicting depression in students (survey, N = 1 204)
# Thesis chapter 4. PHQ-9, sleep, screen time, social support.

# %%
import pandas as pd
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_auc_score, f1_score

# %%
sv = pd.read_csv("survey_clean.csv")
items = [f"phq{i}" for i in range(1, 10)]
sv["phq_total"] = sv[items].sum(axis=1)
sv["depressed"] = (sv["phq_total"] >= 10).astype(int)
sv["depressed"].mean()

# %%
sv["sleep_debt"] = 8 - sv["sleep_hours"]
sv["stress_rel"] = sv["stress"] - sv.groupby("faculty")["stress"].transform("mean")  #! leak-preprocess: faculty means over all students, before the split
sv["gender"] = sv["gender"].map({"f": 0, "m": 1, "d": 2})
sv[["sleep_debt", "screen_h", "support", "phq_total"]].corr(method="spearman")

# %%
y = sv["depressed"]
X = sv.drop(columns=["depressed", "id", "faculty"])  #! leak-target: phq_total and the phq items, from which the target is computed, stay in X

# %%
Xtr, Xte, ytr, yte = train_test_split(X, y, test_size=0.3, random_state=10, stratify=y)
forest = RandomForestClassifier(n_estimators=500, class_weight="balanced", random_state=10)
forest.fit(Xtr, ytr)  #? leak-target

# %%
label = forest.predict(Xte)
print("F1 ", f1_score(yte, label))
print("AUC", roc_auc_score(yte, label))  #! eval-proba-vs-label: AUC of hard labels, not of probabilities

# %%
pd.Series(forest.feature_importances_, X.columns).nlargest(15).plot.barh()
