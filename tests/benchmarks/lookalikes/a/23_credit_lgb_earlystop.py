#! leaky
# %% [markdown]
# # Give me some credit
# %%
import numpy as np
import pandas as pd
import lightgbm as lgb
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_auc_score, f1_score, precision_score, recall_score
# %%
gmsc = pd.read_csv("cs-training.csv", index_col=0).drop_duplicates()
gmsc = gmsc[gmsc["age"] >= 18]
gmsc["debt"] = gmsc["DebtRatio"] * gmsc["MonthlyIncome"]
gmsc["late_total"] = gmsc.filter(like="Past").sum(axis=1)
gmsc["open_per_dep"] = gmsc["NumberOfOpenCreditLinesAndLoans"] / (gmsc["NumberOfDependents"].fillna(0) + 1)
gmsc["SeriousDlqin2yrs"].mean()
# %%
target = "SeriousDlqin2yrs"
X_train, X_test, y_train, y_test = train_test_split(
    gmsc.drop(columns=target), gmsc[target], test_size=0.25, random_state=2024, stratify=gmsc[target])
# %%
clf = lgb.LGBMClassifier(n_estimators=10_000, learning_rate=0.01, num_leaves=24, subsample=0.8, subsample_freq=1,
                         colsample_bytree=0.6, reg_lambda=5, random_state=2024)
clf.fit(
    X_train, y_train,
    eval_set=[(X_test, y_test)],  #! leak-multitest: number of trees is chosen on the test part that is reported
    eval_metric="auc",
    callbacks=[lgb.early_stopping(200), lgb.log_evaluation(500)],  #? leak-multitest
)
print("best iteration", clf.best_iteration_)
# %%
proba = clf.predict_proba(X_test)[:, 1]
print("AUC", roc_auc_score(y_test, proba))
# %%
# best cut-off
best_t, best_f1 = 0.5, 0.0
for t in np.arange(0.02, 0.9, 0.01):
    f = f1_score(y_test, (proba > t).astype(int))
    if f > best_f1:  #! leak-multitest: threshold chosen on the test part
        best_t, best_f1 = t, f
print(best_t, best_f1)
# %%
yhat = (proba > best_t).astype(int)
print("precision", precision_score(y_test, yhat), "recall", recall_score(y_test, yhat), "f1", best_f1)
# %%
lgb.plot_importance(clf, max_num_features=15, importance_type="gain")
