#! leaky
# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler, MinMaxScaler, RobustScaler
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
# %%
churn = pd.read_csv("bank_churn.csv")
churn = churn.drop(columns=["RowNumber", "Surname"]).dropna()
print(churn.describe())
# %%
target = churn["Exited"]
feats = churn[["CreditScore", "Age", "Tenure", "Balance", "EstimatedSalary"]]
scalers = {"std": StandardScaler(), "minmax": MinMaxScaler(), "robust": RobustScaler()}
# %%
results = {}
for name, sc in scalers.items():
    Z = sc.fit_transform(feats)  #! leak-preprocess: scaler fitted on all rows before the split
    Z_tr, Z_te, t_tr, t_te = train_test_split(Z, target, test_size=0.25, stratify=target, random_state=7)  #? leak-preprocess
    clf = LogisticRegression(max_iter=500)
    clf.fit(Z_tr, t_tr)
    results[name] = roc_auc_score(t_te, clf.predict_proba(Z_te)[:, 1])  #? leak-multitest
# %%
best = max(results, key=results.get)  #! leak-multitest: scaler chosen by the test score that is then reported
print("best scaler", best, "AUC", results[best])  #? leak-multitest
