#! clean: clustering with no split at all
# %% [markdown]
# # RFM segments for marketing
# %%
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
# %%
rfm = pd.read_csv("rfm.csv")
print(rfm.describe())
rfm["monetary"] = rfm["monetary"].clip(upper=rfm["monetary"].quantile(0.99))
print(rfm.isna().sum())
Z = StandardScaler().fit_transform(rfm[["recency", "frequency", "monetary"]])
# %%
rfm["segment"] = KMeans(4, n_init=10, random_state=0).fit_predict(Z)
xy = PCA(2, random_state=0).fit_transform(Z)
# %%
print(rfm.groupby("segment").mean())
