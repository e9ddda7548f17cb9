#! clean: K-fold by hand, scaler and imputer are re-fitted on each training fold
# %%
import numpy as np
import pandas as pd
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error, mean_absolute_error
# %% [markdown]
# # Medical insurance charges
# log target because of the long tail
# %%
ins = pd.read_csv("insurance.csv").drop_duplicates()
ins["charges"] = np.log1p(ins["charges"])
ins["smoker"] = (ins["smoker"] == "yes").astype(int)
ins["male"] = (ins["sex"] == "male").astype(int)
ins["bmi_smoker"] = ins["bmi"] * ins["smoker"]
ins = pd.get_dummies(ins.drop(columns="sex"), columns=["region"])
# %%
y = ins.pop("charges").to_numpy()
X = ins.to_numpy(dtype=float)
# %%
n = len(X)
rng = np.random.default_rng(123)
order = rng.permutation(n)
folds = np.array_split(order, 5)
# %%
rmse, mae = [], []
for i, hold in enumerate(folds):
    rest = np.concatenate([f for j, f in enumerate(folds) if j != i])
    imp = SimpleImputer(strategy="median")
    sc = StandardScaler()
    A = sc.fit_transform(imp.fit_transform(X[rest]))
    B = sc.transform(imp.transform(X[hold]))
    reg = Ridge(alpha=1.0).fit(A, y[rest])
    pred = reg.predict(B)
    rmse.append(np.sqrt(mean_squared_error(y[hold], pred)))
    mae.append(mean_absolute_error(y[hold], pred))
    print(f"fold {i}: rmse {rmse[-1]:.3f} mae {mae[-1]:.3f}")
# %%
print("mean", np.mean(rmse), "+-", np.std(rmse))
