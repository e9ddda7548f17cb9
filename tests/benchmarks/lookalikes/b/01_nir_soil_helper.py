#! clean: the scaler and PCA are made in a helper, but fitted only on its first argument, which is the train part
# %% [markdown]
# # Soil organic carbon from NIR spectra
# 420 samples, one spectrum each, 700 wavelengths

# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.preprocessing import StandardScaler
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_squared_error, r2_score

# %%
spec = pd.read_csv("nir_soil.csv", index_col="sample")
wl = [c for c in spec.columns if c.startswith("nm_")]
plt.plot(spec[wl].mean(), lw=1)
plt.fill_between(range(len(wl)), spec[wl].mean() - spec[wl].std(), spec[wl].mean() + spec[wl].std(), alpha=0.3)

# %%
def compress(a, b, k=12):
    """standardise + PCA, b is only transformed"""
    sc = StandardScaler()
    a_s = sc.fit_transform(a)
    b_s = sc.transform(b)
    p = PCA(n_components=k, random_state=0).fit(a_s)
    return p.transform(a_s), p.transform(b_s), p

# %%
A = np.log10(1 / spec[wl].to_numpy())      # reflectance -> absorbance
soc = spec["soc_percent"].to_numpy()
A_cal, A_test, soc_cal, soc_test = train_test_split(A, soc, test_size=0.25, random_state=11)

# %%
Z_cal, Z_test, pca = compress(A_cal, A_test)
print(pca.explained_variance_ratio_.cumsum())

# %%
reg = Ridge(alpha=1.0).fit(Z_cal, soc_cal)
pred = reg.predict(Z_test)
print("R2  ", r2_score(soc_test, pred))
print("RMSE", np.sqrt(mean_squared_error(soc_test, pred)))

# %%
plt.scatter(soc_test, pred, s=8)
plt.plot([0, 8], [0, 8], "k--")
