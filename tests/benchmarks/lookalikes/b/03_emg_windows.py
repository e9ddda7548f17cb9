#! leaky
# %% [markdown]
# # Hand gestures from forearm EMG (8 electrodes)
# 36 subjects, 7 gestures, 1 kHz. Windows of 200 ms with 50% overlap.

# %%
import numpy as np
import pandas as pd
from pathlib import Path
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import confusion_matrix, f1_score

rng = np.random.default_rng(2021)

# %%
def features(w):
    mav = np.abs(w).mean(axis=0)
    rms = np.sqrt((w ** 2).mean(axis=0))
    wl = np.abs(np.diff(w, axis=0)).sum(axis=0)
    zc = (np.diff(np.sign(w), axis=0) != 0).sum(axis=0)
    return np.concatenate([mav, rms, wl, zc])

# %%
F, g, subject = [], [], []
for f in sorted(Path("emg").glob("subject_*/*.txt")):
    rec = pd.read_csv(f, sep="\t")
    rec = rec[rec["class"] > 0]
    for lab, part in rec.groupby("class"):
        sig = part.filter(like="channel").to_numpy()
        for s in range(0, len(sig) - 200, 100):
            F.append(features(sig[s:s + 200]))
            g.append(lab)
            subject.append(f.parent.name)
F, g, subject = np.array(F), np.array(g), np.array(subject)
print(F.shape, len(np.unique(subject)))

# %%
F = (F - F.mean(axis=0)) / F.std(axis=0)  #! leak-preprocess: z-score with the mean and std of all windows before the split

# %%
perm = rng.permutation(len(F))  #~ leak-overlap
cut = int(0.8 * len(F))
tr = perm[:cut]  #! leak-group: windows of one subject (even half overlapping ones) in both parts
te = perm[cut:]  #~ leak-temporal

# %%
rf = RandomForestClassifier(300, random_state=1, n_jobs=-1).fit(F[tr], g[tr])
hat = rf.predict(F[te])
print(f1_score(g[te], hat, average="macro"))
confusion_matrix(g[te], hat)
