#! clean: scalers compared by CV on train, test scored once
# %% [markdown]
# # Which scaler for the SVM?
# %%
import pandas as pd
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler, MinMaxScaler
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split, cross_val_score
from sklearn.metrics import f1_score
# %%
h = pd.read_csv("heart.csv")
X, y = h.drop(columns="target"), h["target"]
X1, X2, y1, y2 = train_test_split(X, y, test_size=0.2, stratify=y, random_state=0)
# %%
cv = {}
for sc in (StandardScaler(), MinMaxScaler()):
    cv[sc] = cross_val_score(make_pipeline(sc, SVC()), X1, y1, cv=5, scoring="f1").mean()
win = max(cv, key=cv.get)
# %%
best = make_pipeline(win, SVC()).fit(X1, y1)
print(f1_score(y2, best.predict(X2)))
