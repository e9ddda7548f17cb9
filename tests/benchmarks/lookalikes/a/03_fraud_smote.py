#! leaky
# %% [markdown]
# ## Credit card fraud - dealing with class imbalance
# Only 0.17 % of transactions are fraud so a model would just predict 0 everywhere. We use SMOTE.
# %%
import numpy as np
import pandas as pd
from collections import Counter
from imblearn.over_sampling import SMOTE
from sklearn.preprocessing import RobustScaler
from sklearn.model_selection import train_test_split
from sklearn.metrics import confusion_matrix, recall_score, precision_score, roc_auc_score
from xgboost import XGBClassifier
# %%
data = pd.read_csv("creditcard.csv")
data["Class"].value_counts()
# %%
rob = RobustScaler()
data["scaled_amount"] = rob.fit_transform(data[["Amount"]])  #! leak-preprocess: scaler fitted on all rows
data.drop(["Time", "Amount"], axis=1, inplace=True)
# %%
X = data.drop("Class", axis=1)
y = data["Class"]
print("before", Counter(y))
sm = SMOTE(random_state=2)
X_bal, y_bal = sm.fit_resample(X, y)  #! leak-overlap: synthetic neighbours of test rows are in train, and test is synthetic too
print("after", Counter(y_bal))
# %%
Xtrain, Xval, ytrain, yval = train_test_split(  #? leak-overlap
    X_bal, y_bal,  #? leak-preprocess
    test_size=0.3, random_state=2, stratify=y_bal)
# %%
xgb = XGBClassifier(n_estimators=200, max_depth=5, learning_rate=0.1, random_state=2)
xgb.fit(Xtrain, ytrain)
# %%
pred = xgb.predict(Xval)
print(confusion_matrix(yval, pred))
print("recall", recall_score(yval, pred))
print("precision", precision_score(yval, pred))
print("auc", roc_auc_score(yval, xgb.predict_proba(Xval)[:, 1]))
# %% [markdown]
# Recall of 0.999! SMOTE helps a lot.
