#! leaky
# %% [markdown]
# # Parkinson's disease from gait (accelerometer on the ankle)
# 61 participants, 5 to 12 walks each

# %%
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.ensemble import RandomForestClassifier
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
from sklearn.metrics import balanced_accuracy_score

# %%
walks = pd.read_csv("gait_walks.csv")
print(walks["participant"].nunique(), "participants", len(walks), "walks")
walks.groupby("pd")["participant"].nunique()

# %%
walks["asym"] = (walks["step_l"] - walks["step_r"]).abs() / (walks["step_l"] + walks["step_r"])
walks["cv_step"] = walks["step_sd"] / walks["step_mean"]
vars_ = ["cadence", "asym", "cv_step", "jerk", "freeze_idx", "power_3_8hz"]

# %%
def get_xy(part):
    part = part.dropna(subset=vars_)
    sc = StandardScaler()
    Z = sc.fit_transform(part[vars_])  #? leak-test-fit
    return Z, part["pd"].to_numpy()

# %%
walk_tr, walk_te = train_test_split(walks, test_size=0.25, stratify=walks["pd"], random_state=61)  #! leak-group: walks of one participant in both parts

# %%
Z_tr, pd_tr = get_xy(walk_tr)
Z_te, pd_te = get_xy(walk_te)  #! leak-test-fit: the helper fits a new scaler on the test walks

# %%
rf = RandomForestClassifier(300, random_state=61).fit(Z_tr, pd_tr)
print("RF ", balanced_accuracy_score(pd_te, rf.predict(Z_te)))

# %%
svm = SVC(C=10, gamma="scale").fit(Z_tr, pd_tr)
raw_te = walk_te.dropna(subset=vars_)
svm_hat = svm.predict(raw_te[vars_].to_numpy())  #! eval-untransformed-test: svm was trained on scaled walks
print("SVM", balanced_accuracy_score(raw_te["pd"], svm_hat))  #? eval-untransformed-test
