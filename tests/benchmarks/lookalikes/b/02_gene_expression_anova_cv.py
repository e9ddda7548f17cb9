#! leaky
# %% [markdown]
# # Tumour subtype from RNA-seq
# 20 531 genes, 178 tumours. Too many genes, so I keep the 100 best ones.

# %%
import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif, VarianceThreshold
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.preprocessing import LabelEncoder
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

# %%
expr = pd.read_csv("tcga_counts.csv", index_col=0).T
clin = pd.read_csv("tcga_subtype.csv", index_col=0).loc[expr.index]
subtype = LabelEncoder().fit_transform(clin["subtype"])
print(expr.shape, np.bincount(subtype))

# %%
cpm = expr.div(expr.sum(axis=1), axis=0) * 1e6
logcpm = np.log2(cpm + 1)
genes = VarianceThreshold(0.1)
G = genes.fit_transform(logcpm)  #~ leak-preprocess
G.shape

# %%
kbest = SelectKBest(f_classif, k=100)
G100 = kbest.fit_transform(G, subtype)  #! leak-preprocess: genes chosen with the labels of all tumours, then cross-validated
names = logcpm.columns[genes.get_support()][kbest.get_support()]
print(list(names[:20]))

# %%
cv = StratifiedKFold(n_splits=10, shuffle=True, random_state=0)
clf = make_pipeline(StandardScaler(), SVC(kernel="linear", C=0.1))
acc = cross_val_score(clf, G100, subtype, cv=cv)  #? leak-preprocess
print("10-fold accuracy: %.3f +- %.3f" % (acc.mean(), acc.std()))

# %%
acc_f1 = cross_val_score(clf, G100, subtype, cv=cv, scoring="f1_macro")  #? leak-preprocess
acc_f1.mean()
