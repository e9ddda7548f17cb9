#! clean: means, correlations and quantiles of all rows (target too) are only looked at; the features are raw columns in a pipeline
# %% [markdown]
# # Abalone: how old? (Stats 201 project)

# %%
import pandas as pd
import numpy as np
import seaborn as sns
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.compose import make_column_transformer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error, r2_score

# %%
ab = pd.read_csv("abalone.csv")
ab.info()

# %%
sex_mean = ab.groupby("sex")["rings"].mean()
print(sex_mean)
print(ab.groupby("sex")["rings"].agg(["median", "std", "count"]))

# %%
z = (ab.select_dtypes("number") - ab.select_dtypes("number").mean()) / ab.select_dtypes("number").std()
z.plot.box(figsize=(9, 3))
print("rows with |z| > 4:", (z.abs() > 4).any(axis=1).sum())

# %%
q1, q3 = ab["rings"].quantile([0.25, 0.75])
plt.hist(ab["rings"], bins=29)
plt.axvline(q1, color="r")
plt.axvline(q3, color="r")
sns.heatmap(ab.corr(numeric_only=True), annot=True, fmt=".2f")

# %%
y = ab["rings"]
X = ab.drop(columns=["rings"])
Xtr, Xte, ytr, yte = train_test_split(X, y, test_size=0.25, random_state=201)

# %%
num = ["length", "diameter", "height", "whole_w", "shucked_w", "viscera_w", "shell_w"]
ct = make_column_transformer((StandardScaler(), num), (OneHotEncoder(drop="first"), ["sex"]))
lin = make_pipeline(ct, LinearRegression()).fit(Xtr, ytr)
print("train R2", lin.score(Xtr, ytr), " test R2", r2_score(yte, lin.predict(Xte)))
print("MAE", mean_absolute_error(yte, lin.predict(Xte)))
