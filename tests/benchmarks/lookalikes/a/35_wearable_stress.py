#! leaky
# %% [markdown]
# # Stress detection from wrist data (15 volunteers)
# %%
import numpy as np
import pandas as pd
from scipy.stats import skew
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.svm import SVC
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score, ConfusionMatrixDisplay
# %%
signal = pd.read_pickle("wesad_wrist_4hz.pkl")
signal.groupby(["subject", "label"]).size().unstack()
# %%
WIN = 240   # 60 s at 4 Hz

def window_features(sig, step=WIN):
    rows = []
    for (subj, lab), chunk in sig.groupby(["subject", "label"]):
        eda, temp, hr = chunk["eda"].values, chunk["temp"].values, chunk["hr"].values
        for s in range(0, len(chunk) - WIN, step):
            e, t, h = eda[s:s + WIN], temp[s:s + WIN], hr[s:s + WIN]
            rows.append(dict(subject=subj, stress=int(lab == 2), eda_mean=e.mean(), eda_std=e.std(), eda_skew=skew(e),
                             eda_slope=np.polyfit(range(WIN), e, 1)[0], temp_mean=t.mean(), temp_rng=np.ptp(t),
                             hr_mean=h.mean(), hr_std=h.std()))
    return pd.DataFrame(rows)

feats = window_features(signal)
feats["subject"].value_counts()
# %%
Xw = feats.drop(columns=["subject", "stress"])
yw = feats["stress"]
P, Q, p, q = train_test_split(Xw, yw, test_size=0.25, stratify=yw, random_state=64)  #! leak-group: windows of every subject are in both parts
std = StandardScaler().fit(P)
P_std = std.transform(P)
Q_std = std.transform(Q)
# %%
zoo = {"lda": LinearDiscriminantAnalysis(), "rf": RandomForestClassifier(300, random_state=64)}
for key, est in zoo.items():
    est.fit(P_std, p)
    print(key, f1_score(q, est.predict(Q_std)))
# %%
svc = SVC(C=10, class_weight="balanced")
svc.fit(P_std, p)
print("svc", f1_score(q, svc.predict(Q)))  #! eval-untransformed-test: fitted on standardised rows, scored on raw rows
ConfusionMatrixDisplay.from_predictions(q, svc.predict(Q))  #? eval-untransformed-test
