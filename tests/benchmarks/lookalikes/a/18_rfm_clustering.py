#! clean: unsupervised segmentation, there is no split and no score on a target
# %% [markdown]
# # RFM segmentation of an online shop
# %%
import pandas as pd
import numpy as np
from sklearn.preprocessing import StandardScaler
from sklearn.decomposition import PCA
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
import matplotlib.pyplot as plt
# %%
tx = pd.read_excel("Online Retail.xlsx", dtype={"CustomerID": "Int64"})
tx = tx.dropna(subset=["CustomerID"]).drop_duplicates()
tx = tx[(tx["Quantity"] > 0) & (tx["UnitPrice"] > 0)]
tx["amount"] = tx["Quantity"] * tx["UnitPrice"]
# %%
ref = tx["InvoiceDate"].max() + pd.Timedelta(days=1)
rfm = tx.groupby("CustomerID").agg(
    recency=("InvoiceDate", lambda s: (ref - s.max()).days),
    frequency=("InvoiceNo", "nunique"),
    monetary=("amount", "sum"),
)
rfm["monetary"] = rfm["monetary"].clip(upper=rfm["monetary"].quantile(0.99))
# %%
Z = StandardScaler().fit_transform(np.log1p(rfm))
inertia, sil = {}, {}
for k in range(2, 9):
    km = KMeans(n_clusters=k, n_init=10, random_state=17).fit(Z)
    inertia[k], sil[k] = km.inertia_, silhouette_score(Z, km.labels_)
pd.DataFrame({"inertia": inertia, "silhouette": sil})
# %%
best = max(sil, key=sil.get)
km = KMeans(n_clusters=4, n_init=10, random_state=17)
rfm["segment"] = km.fit_predict(Z)
print("silhouette would say", best, "- marketing asked for 4")
rfm.groupby("segment").agg(["mean", "size"])
# %%
xy = PCA(n_components=2).fit_transform(Z)
plt.scatter(xy[:, 0], xy[:, 1], c=rfm["segment"], s=4, cmap="tab10")
plt.title("customers in the plane of the first two components")
