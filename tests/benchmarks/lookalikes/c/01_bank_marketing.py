#! clean: scaler fitted in a helper, on the train part only
# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import roc_auc_score
# %%
bank = pd.read_csv("bank.csv")
bank["y"] = (bank["y"] == "yes").astype(int)
print(bank.describe())
print(bank.corr(numeric_only=True)["y"])
# %%
class Prep:
    def __init__(self):
        self.sc = StandardScaler()
    def learn(self, d):
        self.med = d.median()
        self.sc.fit(d.fillna(self.med))
        return self
    def apply(self, d):
        return self.sc.transform(d.fillna(self.med))
# %%
nums = ["age", "balance", "campaign", "previous"]
X_tr, X_te, y_tr, y_te = train_test_split(bank[nums], bank["y"], test_size=0.2, stratify=bank["y"], random_state=5)
prep = Prep().learn(X_tr)
A, B = prep.apply(X_tr), prep.apply(X_te)
# %%
lr = LogisticRegression().fit(A, y_tr)
print(roc_auc_score(y_te, lr.predict_proba(B)[:, 1]))
