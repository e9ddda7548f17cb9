#! leaky
# %% [markdown]
# # Aqueous solubility from RDKit descriptors
# AqSolDB plus the Delaney set (ESOL), to have more data. Note: ESOL is one of the sources of AqSolDB.

# %%
import numpy as np
import pandas as pd
from rdkit import Chem
from rdkit.Chem import Descriptors, Crippen
from sklearn.preprocessing import StandardScaler
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split
from sklearn.metrics import r2_score, mean_squared_error

# %%
aq = pd.read_csv("aqsoldb.csv")[["SMILES", "Solubility"]]
esol = pd.read_csv("delaney.csv").rename(columns={"smiles": "SMILES", "logS": "Solubility"})[["SMILES", "Solubility"]]
mols = pd.concat([aq, esol], ignore_index=True)  #? leak-duplicates
print(len(mols), mols["SMILES"].duplicated().sum())   # 1 071 of the 1 128 ESOL molecules are there twice

# %%
def describe(smi):
    m = Chem.MolFromSmiles(smi)
    if m is None:
        return [np.nan] * 6
    return [Descriptors.MolWt(m), Crippen.MolLogP(m), Descriptors.TPSA(m),
            Descriptors.NumRotatableBonds(m), Descriptors.NumHDonors(m), Descriptors.RingCount(m)]

D = np.array([describe(s) for s in mols["SMILES"]])
ok = ~np.isnan(D).any(axis=1)
D, logS = D[ok], mols["Solubility"].to_numpy()[ok]

# %%
# descriptors are strongly correlated -> principal components
for step in [StandardScaler(), PCA(n_components=4, random_state=0)]:
    D = step.fit_transform(D)  #! leak-preprocess: scaler and PCA are fitted on all molecules before the split

# %%
D1, D2, s1, s2 = train_test_split(D, logS, test_size=0.2, random_state=0)  #! leak-duplicates: the molecules that are there twice land in both parts

# %%
rf = RandomForestRegressor(n_estimators=500, random_state=0, n_jobs=-1)
rf.fit(D1, s1)
p2 = rf.predict(D2)
print("R2", r2_score(s2, p2), "RMSE", mean_squared_error(s2, p2) ** 0.5)  #? leak-duplicates

# %%
res = pd.DataFrame({"true": s2, "pred": p2, "err": np.abs(s2 - p2)})
res.nlargest(10, "err")
