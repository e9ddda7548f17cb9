#! leaky
# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_auc_score
from sklearn.utils import resample
# %%
loans = pd.read_csv("loans.csv")
bad = loans[loans["default"] == 1]
ok = loans[loans["default"] == 0]
# %%
bad_up = resample(bad, replace=True, n_samples=len(ok), random_state=4)  #! leak-overlap: bootstrapped rows before the split
both = pd.concat([ok, bad_up])  #? leak-overlap
# %%
data = both.drop(columns=["loan_id"])
y = data.pop("default")
# recovered amount is only known after the default
print(data[["amount", "rate", "recovered_after_default"]].head())
# %%
X = data[["amount", "rate", "income", "recovered_after_default"]]  #! leak-target: recovered amount exists only after the default
X1, X2, y1, y2 = train_test_split(X, y, test_size=0.25, stratify=y, random_state=4)  #? leak-overlap
rf = RandomForestClassifier(random_state=4).fit(X1, y1)
print(roc_auc_score(y2, rf.predict_proba(X2)[:, 1]))  #? leak-overlap
