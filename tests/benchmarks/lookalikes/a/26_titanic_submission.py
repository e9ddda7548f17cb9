#! clean: train and test are concatenated only for stateless steps; CV on a pipeline; fit on all of train for the submission
# %% [markdown]
# # Titanic - again
# test.csv has no labels, so the CV score is what counts.
# %%
import pandas as pd
import numpy as np
from sklearn.pipeline import make_pipeline
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import RandomForestClassifier, VotingClassifier
from sklearn.model_selection import StratifiedKFold, cross_val_score
# %%
train = pd.read_csv("../input/titanic/train.csv")
test = pd.read_csv("../input/titanic/test.csv")
y = train.pop("Survived")
n = len(train)
full = pd.concat([train, test], ignore_index=True)
# %%
full["Title"] = full["Name"].str.extract(r" ([A-Za-z]+)\.")[0]
full["Title"] = full["Title"].replace({"Mlle": "Miss", "Ms": "Miss", "Mme": "Mrs"})
full.loc[~full["Title"].isin(["Mr", "Miss", "Mrs", "Master"]), "Title"] = "Rare"
full["Family"] = full["SibSp"] + full["Parch"] + 1
full["Alone"] = (full["Family"] == 1).astype(int)
full["Deck"] = full["Cabin"].str[0].fillna("U")
full["Embarked"] = full["Embarked"].fillna("S")
full["LogFare"] = np.log1p(full["Fare"])
full = full.drop(columns=["PassengerId", "Name", "Ticket", "Cabin", "Fare"])
full = pd.get_dummies(full, columns=["Sex", "Embarked", "Title", "Deck", "Pclass"])
X, X_sub = full.iloc[:n], full.iloc[n:]
# %%
lr = make_pipeline(SimpleImputer(strategy="median"), StandardScaler(), LogisticRegression(max_iter=2000))
rf = make_pipeline(SimpleImputer(strategy="median"), RandomForestClassifier(500, min_samples_leaf=3, random_state=1))
vote = VotingClassifier([("lr", lr), ("rf", rf)], voting="soft")
cv = StratifiedKFold(10, shuffle=True, random_state=1)
for nm, m in {"lr": lr, "rf": rf, "vote": vote}.items():
    s = cross_val_score(m, X, y, cv=cv)
    print(f"{nm}: {s.mean():.4f} (+/- {s.std():.4f})")
# %%
vote.fit(X, y)
sub = pd.DataFrame({"PassengerId": test["PassengerId"], "Survived": vote.predict(X_sub)})
sub.to_csv("submission.csv", index=False)
sub.head()
