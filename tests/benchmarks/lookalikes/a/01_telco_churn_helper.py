#! leaky
# %% [markdown]
# # Telco customer churn
# Goal: predict `Churn` so that the retention team can call the right people.
# %%
import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report, roc_auc_score
sns.set_style("whitegrid")
# %%
telco = pd.read_csv("WA_Fn-UseC_-Telco-Customer-Churn.csv")
telco.shape
# %%
telco["TotalCharges"] = pd.to_numeric(telco["TotalCharges"], errors="coerce")
telco.isnull().sum()
# %%
fig, ax = plt.subplots(1, 2, figsize=(12, 4))
sns.countplot(data=telco, x="Contract", hue="Churn", ax=ax[0])
sns.kdeplot(data=telco, x="MonthlyCharges", hue="Churn", ax=ax[1])
plt.show()
# %%
NUM = ["tenure", "MonthlyCharges", "TotalCharges"]

def clean(d):
    d = d.drop(columns=["customerID"]).copy()
    d["TotalCharges"] = d["TotalCharges"].fillna(d["TotalCharges"].median())  #! leak-preprocess: median over all rows, before the split
    d["Churn"] = d["Churn"].map({"Yes": 1, "No": 0})
    d["charge_per_month"] = d["TotalCharges"] / (d["tenure"] + 1)
    return d

def make_matrix(d):
    y = d["Churn"]
    X = pd.get_dummies(d.drop(columns=["Churn"]), drop_first=True)
    mm = MinMaxScaler()
    X[NUM] = mm.fit_transform(X[NUM])  #! leak-preprocess: scaler fitted on all rows inside the helper
    return X, y
# %%
X, y = make_matrix(clean(telco))
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=42, stratify=y)  #? leak-preprocess
X_train.shape, X_test.shape
# %%
lr = LogisticRegression(max_iter=1000)
lr.fit(X_train, y_train)
rf = RandomForestClassifier(n_estimators=300, random_state=42, n_jobs=-1)
rf.fit(X_train, y_train)
# %%
for name, clf in [("logreg", lr), ("forest", rf)]:
    print(name, roc_auc_score(y_test, clf.predict_proba(X_test)[:, 1]))
    print(classification_report(y_test, clf.predict(X_test)))
