#! clean: SMOTE on the train part only
# %% [markdown]
# # Card fraud
# rare class, so average precision
# %%
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score
# %%
cc = pd.read_csv("cc.csv").drop_duplicates()
y = cc.pop("Class")
a, b, ya, yb = train_test_split(cc, y, test_size=0.3, stratify=y, random_state=2)
# %%
def balance(feats, label):
    return SMOTE(random_state=2).fit_resample(feats, label)
a, ya = balance(a, ya)
# %%
rf = RandomForestClassifier(random_state=2).fit(a, ya)
print(average_precision_score(yb, rf.predict_proba(b)[:, 1]))
