#! leaky
# %%
import pandas as pd
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report, roc_auc_score
# %%
visits = pd.read_csv("hospital_visits.csv")
# several visits per patient
print(visits.groupby("patient_id").size().describe())
# %%
def add_history(d):
    d = d.copy()
    d["systolic"] = d["systolic"].fillna(d["systolic"].mean())  #! leak-preprocess: mean of all rows fills gaps before the split
    d["mean_bp"] = d.groupby("patient_id")["systolic"].transform("mean")  #~ leak-preprocess
    d["n_meds_log"] = np.log1p(d["n_meds"])
    return d

def make_xy(d):
    cols = ["age", "mean_bp", "n_meds_log", "n_labs", "stay_days"]
    return d[cols], d["readmitted"]
# %%
X, y = make_xy(add_history(visits))  #? leak-preprocess
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, stratify=y, random_state=1)  #! leak-group: visits of one patient land in both parts
# %%
rf = RandomForestClassifier(n_estimators=300, random_state=1).fit(X_tr, y_tr)
print(classification_report(y_te, rf.predict(X_te)))
print(roc_auc_score(y_te, rf.predict_proba(X_te)[:, 1]))  #? leak-group
