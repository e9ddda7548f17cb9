#! clean: duplicates dropped first, LabelEncoder only on the target, log is stateless, grid search within train
# %% [markdown]
# # Obesity levels
# %%
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.preprocessing import LabelEncoder, OneHotEncoder, StandardScaler
from sklearn.pipeline import Pipeline
from sklearn.model_selection import train_test_split, GridSearchCV, StratifiedKFold
from sklearn.svm import SVC
from sklearn.metrics import classification_report, ConfusionMatrixDisplay
# %%
ob = pd.read_csv("obesity_survey_2019.csv")
print(ob.duplicated().sum())
ob = ob.drop_duplicates().reset_index(drop=True)
# %%
le = LabelEncoder()
y = le.fit_transform(ob["NObeyesdad"])
X = ob.drop(columns=["NObeyesdad", "Weight"])
X["Age"] = np.log(X["Age"])
X["active_minus_screen"] = X["FAF"] - X["TUE"]
# %%
nums = X.select_dtypes("number").columns.tolist()
cats = X.select_dtypes("object").columns.tolist()
prep = ColumnTransformer([("n", StandardScaler(), nums), ("c", OneHotEncoder(handle_unknown="ignore"), cats)])
pipe = Pipeline([("prep", prep), ("svc", SVC())])
# %%
Xtr, Xte, ytr, yte = train_test_split(X, y, test_size=0.2, stratify=y, random_state=99)
gs = GridSearchCV(pipe, {"svc__C": [1, 3, 10, 30], "svc__gamma": ["scale", 0.05, 0.1]},
                  cv=StratifiedKFold(5, shuffle=True, random_state=99), scoring="f1_macro", n_jobs=-1)
gs.fit(Xtr, ytr)
print(gs.best_params_, gs.best_score_)
# %%
pred = gs.predict(Xte)
print(classification_report(yte, pred, target_names=le.classes_))
ConfusionMatrixDisplay.from_predictions(yte, pred, display_labels=le.classes_, xticks_rotation=90)
