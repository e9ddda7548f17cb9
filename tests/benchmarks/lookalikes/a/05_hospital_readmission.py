#! leaky
# %% [markdown]
# # 30-day readmission, diabetes 130-US hospitals
# One row is one *encounter*.
# %%
import pandas as pd, numpy as np
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
import lightgbm as lgb
from sklearn.metrics import roc_auc_score
# %%
raw = pd.read_csv("diabetic_data.csv", na_values="?")
print(len(raw), "encounters of", raw["patient_nbr"].nunique(), "patients")
# 101766 encounters of 71518 patients
# %%
raw["readmit30"] = (raw["readmitted"] == "<30").astype(int)
raw["readmit30"].mean()
# %%
age_mid = {f"[{a}-{a+10})": a + 5 for a in range(0, 100, 10)}
raw["age"] = raw["age"].map(age_mid)
raw["n_prior"] = raw[["number_outpatient", "number_emergency", "number_inpatient"]].sum(axis=1)
use = ["age", "time_in_hospital", "num_lab_procedures", "num_procedures", "num_medications",
       "number_diagnoses", "n_prior", "number_inpatient", "gender", "race", "insulin", "A1Cresult", "change"]
# %%
X = pd.get_dummies(raw[use], dummy_na=True)
X.columns = [c.replace(">", "gt").replace("<", "lt") for c in X.columns]
y = raw["readmit30"]
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, stratify=y, random_state=0)  #! leak-group: encounters of one patient fall in both parts
# %%
sc = StandardScaler()
X_tr_s = sc.fit_transform(X_tr)
base = LogisticRegression(max_iter=1000).fit(X_tr_s, y_tr)
gbm = lgb.LGBMClassifier(n_estimators=400, learning_rate=0.03, num_leaves=31, random_state=0)
gbm.fit(X_tr, y_tr)
# %%
print("logit", roc_auc_score(y_te, base.predict_proba(X_te.values)[:, 1]))  #! eval-untransformed-test: trained on scaled columns, predicts the raw ones
print("lgbm ", roc_auc_score(y_te, gbm.predict_proba(X_te)[:, 1]))
# %%
imp = pd.Series(gbm.feature_importances_, index=X.columns).sort_values(ascending=False)
imp.head(15).plot.barh()
