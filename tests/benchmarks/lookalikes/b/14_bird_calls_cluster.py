#! clean: scaler, PCA and k-means are fitted on all rows, but it is clustering: nothing is split, predicted or scored against labels held out
# %% [markdown]
# # What call types do the storks have?
# 2 900 calls, acoustic features from librosa. Exploratory, there are no labels.

# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.preprocessing import StandardScaler
from sklearn.decomposition import PCA
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

# %%
calls = pd.read_csv("stork_calls.csv")
mfcc = [c for c in calls if c.startswith("mfcc")]
cols = mfcc + ["duration", "f0_mean", "f0_range", "entropy"]
calls[cols] = calls[cols].fillna(calls[cols].median())

# %%
Z = StandardScaler().fit_transform(calls[cols])
pca = PCA(n_components=0.9, svd_solver="full")
S = pca.fit_transform(Z)
S.shape

# %%
sil = []
for k in range(2, 13):
    km = KMeans(n_clusters=k, n_init=20, random_state=0)
    lab = km.fit_predict(S)
    sil.append(silhouette_score(S, lab))
k_best = int(np.argmax(sil)) + 2
plt.plot(range(2, 13), sil, "o-")

# %%
calls["type"] = KMeans(n_clusters=k_best, n_init=50, random_state=0).fit_predict(S)
calls.groupby("type")[["duration", "f0_mean", "entropy"]].agg(["mean", "std", "count"])

# %%
plt.scatter(S[:, 0], S[:, 1], c=calls["type"], s=5, cmap="tab10")
plt.xlabel("PC1")
plt.ylabel("PC2")
