#! clean: early stopping and threshold use the validation part, the test part is scored once
# %%
import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_auc_score, f1_score, confusion_matrix
SEED = 1337
# %% [markdown]
# ## Home Credit - application table only
# %%
app = pd.read_csv("application_train.csv")
app["DAYS_EMPLOYED"] = app["DAYS_EMPLOYED"].replace(365243, np.nan)
app["CREDIT_INCOME"] = app["AMT_CREDIT"] / app["AMT_INCOME_TOTAL"]
app["ANNUITY_INCOME"] = app["AMT_ANNUITY"] / app["AMT_INCOME_TOTAL"]
app["EXT_MEAN"] = app[["EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3"]].mean(axis=1)
for c in app.select_dtypes("object"):
    app[c] = app[c].astype("category")
# %%
y = app["TARGET"]
X = app.drop(columns=["TARGET", "SK_ID_CURR"])
X_dev, X_test, y_dev, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=SEED)
X_train, X_valid, y_train, y_valid = train_test_split(X_dev, y_dev, test_size=0.2, stratify=y_dev, random_state=SEED)
# %%
dtrain = lgb.Dataset(X_train, label=y_train)
dvalid = lgb.Dataset(X_valid, label=y_valid, reference=dtrain)
params = dict(objective="binary", metric="auc", learning_rate=0.03, num_leaves=40, feature_fraction=0.7, seed=SEED)
bst = lgb.train(params, dtrain, num_boost_round=5000, valid_sets=[dtrain, dvalid], valid_names=["tr", "va"],
                callbacks=[lgb.early_stopping(100), lgb.log_evaluation(200)])
# %%
pv = bst.predict(X_valid, num_iteration=bst.best_iteration)
grid = np.linspace(0.05, 0.5, 46)
thr = grid[np.argmax([f1_score(y_valid, pv >= t) for t in grid])]
# %%
pt = bst.predict(X_test, num_iteration=bst.best_iteration)
print("test AUC", roc_auc_score(y_test, pt))
print("test F1 ", f1_score(y_test, pt >= thr), "at", thr)
confusion_matrix(y_test, pt >= thr)
