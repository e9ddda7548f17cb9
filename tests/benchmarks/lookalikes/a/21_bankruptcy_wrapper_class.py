#! leaky
# %% [markdown]
# # Company bankruptcy (95 ratios)
# I wanted to practise OOP so everything is in one class.
# %%
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_auc_score, recall_score
# %%
class BankruptcyStudy:
    def __init__(self, path, target="Bankrupt?", k=30, n_comp=10, seed=0):
        self.df = pd.read_csv(path)
        self.df.columns = self.df.columns.str.strip()
        self.target, self.k, self.n_comp, self.seed = target, k, n_comp, seed
        self.results = {}

    def prepare(self):
        self.y = self.df[self.target].values
        raw = self.df.drop(columns=self.target)
        raw = raw.loc[:, raw.nunique() > 1]
        self.X = StandardScaler().fit_transform(raw)  #! leak-preprocess: scaler fitted on all rows
        self.selector = SelectKBest(f_classif, k=self.k)
        self.X = self.selector.fit_transform(self.X, self.y)  #! leak-preprocess: features selected with the labels of all rows
        self.X = PCA(self.n_comp, random_state=self.seed).fit_transform(self.X)  #? leak-preprocess
        return self

    def split(self, share=0.2):
        self.parts = train_test_split(self.X, self.y, test_size=share, stratify=self.y, random_state=self.seed)  #? leak-preprocess
        return self

    def run(self, name, clf):
        a, b, ya, yb = self.parts
        clf.fit(a, ya)
        hard = clf.predict(b)
        self.results[name] = {
            "recall": recall_score(yb, hard),
            "auc": roc_auc_score(yb, hard),  #! eval-proba-vs-label: AUC of hard labels
        }
        return self
# %%
study = BankruptcyStudy("bankruptcy.csv").prepare().split()  #? leak-preprocess
# %%
study.run("logit", LogisticRegression(class_weight="balanced", max_iter=500))
study.run("rf", RandomForestClassifier(400, class_weight="balanced", random_state=0))
pd.DataFrame(study.results).T
