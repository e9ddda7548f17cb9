#! leaky
# %% [markdown]
# # Heart beats: normal or ventricular?
# MIT-BIH, 48 records from 47 people, around 2 000 beats each

# %%
import numpy as np
import wfdb
from scipy.signal import butter, filtfilt
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.metrics import brier_score_loss, roc_auc_score, f1_score

# %%
records = np.loadtxt("RECORDS", dtype=str)
b, a = butter(3, [0.5, 40], btype="band", fs=360)
beats, is_v, person = [], [], []
for r in records:
    sig, _ = wfdb.rdsamp(f"mitdb/{r}")
    ann = wfdb.rdann(f"mitdb/{r}", "atr")
    lead = filtfilt(b, a, sig[:, 0])
    for t, s in zip(ann.sample, ann.symbol):
        if s in "NV" and 100 < t < len(lead) - 160:
            beats.append(lead[t - 100:t + 160])
            is_v.append(s == "V")
            person.append(r)
beats, is_v = np.array(beats), np.array(is_v, dtype=int)

# %%
amp = np.abs(beats).max(axis=1, keepdims=True)
beats = beats / amp          # each beat by its own peak
print(beats.shape, is_v.mean(), len(set(person)))

# %%
B_train, B_test, v_train, v_test = train_test_split(beats, is_v, test_size=0.2, stratify=is_v, random_state=360)  #! leak-group: beats of one person in both parts

# %%
rf = RandomForestClassifier(n_estimators=200, random_state=360, n_jobs=-1)
rf.fit(B_train, v_train)
print("F1", f1_score(v_test, rf.predict(B_test)))

# %%
cal = CalibratedClassifierCV(rf, method="isotonic", cv="prefit")
cal.fit(B_test, v_test)  #! leak-test-fit: calibrated on the test beats, then scored on the same
p = cal.predict_proba(B_test)[:, 1]
print("Brier", brier_score_loss(v_test, p))  #? leak-test-fit
print("AUC  ", roc_auc_score(v_test, p))
