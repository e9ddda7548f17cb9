#! clean: several trials per subject, but folds are by subject and the scaler is fitted on the train rows of each fold
# %% [markdown]
# # Motor imagery EEG (left / right hand)
# 14 subjects x about 80 trials. Band power was computed beforehand trial by trial.

# %%
import numpy as np
import pandas as pd
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.metrics import accuracy_score

# %%
trials = pd.read_parquet("bandpower.parquet")
trials.groupby("subject")["hand"].value_counts().unstack()

# %%
bands = trials.columns[trials.columns.str.contains("_mu|_beta")]
P = np.log(trials[bands].to_numpy())
hand = trials["hand"].map({"L": 0, "R": 1}).to_numpy()
who = trials["subject"].to_numpy()

# %%
acc = []
oof = np.zeros(len(hand))
for k, (i, j) in enumerate(GroupKFold(n_splits=7).split(P, hand, groups=who)):
    sc = StandardScaler().fit(P[i])
    lda = LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto")
    lda.fit(sc.transform(P[i]), hand[i])
    oof[j] = lda.predict(sc.transform(P[j]))
    acc.append(accuracy_score(hand[j], oof[j]))
    print(f"fold {k}: left out {sorted(set(who[j]))} acc={acc[-1]:.3f}")
print(np.mean(acc), "+-", np.std(acc))

# %%
per = pd.DataFrame({"subject": who, "ok": oof == hand}).groupby("subject")["ok"].mean()
per.sort_values().plot.bar()
