#! leaky
# %% [markdown]
# # Heart disease: which scaler goes with which model?
# %%
import pandas as pd
import numpy as np
from sklearn.preprocessing import StandardScaler, MinMaxScaler, RobustScaler, QuantileTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score, StratifiedKFold
# %%
heart = pd.read_csv("heart.csv").drop_duplicates()
heart["target"].value_counts()
# 1    164
# 0    138
# %%
target = heart["target"]
inputs = heart.drop("target", axis=1).values
# %%
scalers = {
    "standard": StandardScaler(),
    "minmax": MinMaxScaler(),
    "robust": RobustScaler(),
    "quantile": QuantileTransformer(n_quantiles=100, random_state=1),
}
models = {
    "LR": LogisticRegression(max_iter=1000),
    "KNN": KNeighborsClassifier(n_neighbors=9),
    "SVM": SVC(C=2.0),
}
skf = StratifiedKFold(n_splits=10, shuffle=True, random_state=1)
# %%
table = pd.DataFrame(index=scalers.keys(), columns=models.keys(), dtype=float)
for s_name, s in scalers.items():
    Z = s.fit_transform(inputs)  #! leak-preprocess: fitted on all rows, then cross-validated
    for m_name, m in models.items():
        acc = cross_val_score(m, Z, target, cv=skf, scoring="accuracy")  #? leak-preprocess
        table.loc[s_name, m_name] = acc.mean()
table.round(4)
# %%
table.style.background_gradient(cmap="Greens", axis=None)
# %% [markdown]
# The differences between scalers are within 1-2 points.
