#! clean: "data" is rebound to the train part before anything is fitted on it; the part called test is for choosing, a third part gives the result
# %% [markdown]
# # Planet candidate or false positive? (Kepler objects of interest)

# %%
import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import QuantileTransformer
from sklearn.feature_selection import SelectFromModel
from sklearn.ensemble import RandomForestClassifier, ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_auc_score

# %%
data = pd.read_csv("koi.csv", comment="#")
data = data[data["koi_disposition"].isin(["CONFIRMED", "FALSE POSITIVE"])]
data = data.drop_duplicates("kepid")        # one object per star
label = (data["koi_disposition"] == "CONFIRMED").astype(int)
data = data[["koi_period", "koi_duration", "koi_depth", "koi_prad", "koi_teq", "koi_steff", "koi_slogg", "koi_srad", "koi_kepmag"]]

# %%
data, final, label, label_final = train_test_split(data, label, test_size=0.2, stratify=label, random_state=22)
data, test, label, label_test = train_test_split(data, label, test_size=0.25, stratify=label, random_state=22)
print(len(data), len(test), len(final))

# %%
imp = SimpleImputer(strategy="median")
qt = QuantileTransformer(n_quantiles=200, random_state=22)
data = qt.fit_transform(imp.fit_transform(data))
sel = SelectFromModel(ExtraTreesClassifier(200, random_state=22), max_features=6).fit(data, label)
data = sel.transform(data)

def ready(d):
    return sel.transform(qt.transform(imp.transform(d)))

# %%
# "test" here is my validation part
auc = {}
fitted = {}
for name, m in [("lr", LogisticRegression(max_iter=500)),
                ("rf", RandomForestClassifier(400, random_state=22)),
                ("rf_deep", RandomForestClassifier(400, min_samples_leaf=10, random_state=22))]:
    fitted[name] = m.fit(data, label)
    auc[name] = roc_auc_score(label_test, m.predict_proba(ready(test))[:, 1])
pick = max(auc, key=auc.get)
auc, pick

# %% [markdown]
# The chosen one on the 20 % which nobody has looked at.

# %%
print(roc_auc_score(label_final, fitted[pick].predict_proba(ready(final))[:, 1]))
